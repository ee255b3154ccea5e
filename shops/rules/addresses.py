"""How an address is written when parts of it may be missing."""


def is_in_brussels(postcode: str | None) -> bool:
    """Say whether a postcode lies in the Brussels-Capital Region, where customers are told in French and Dutch."""
    return bool(postcode and postcode.isdigit() and 1000 <= int(postcode) <= 1210)


def town(postcode: str | None, city: str | None) -> str:
    """Return "1030 Schaerbeek", or as much of it as is known."""
    return " ".join(part for part in (postcode, city) if part)


def one_line(street: str | None, postcode: str | None, city: str | None) -> str:
    """Return "Rue Haute 1, 1000 Bruxelles", or as much of it as is known, without a stray comma."""
    return ", ".join(part for part in (street, town(postcode, city)) if part)
