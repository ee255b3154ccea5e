"""How a Belgian enterprise number is written."""

import re


def is_enterprise_number(text: str) -> bool:
    """Say whether ten digits can be an enterprise number: they begin with 0 or 1, and the last two fit the others (modulo 97)."""
    return bool(re.fullmatch(r"[01]\d{9}", text, flags=re.ASCII)) and 97 - int(text[:8]) % 97 == int(text[8:])


def formatted_enterprise_number(text: str) -> str:
    """Return ten digits as "0123.456.749"; anything else as it was typed."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == 10 else text


def enterprise_number_in_full(text: str) -> str:
    """Return the number as customers see it, "BE 0123.456.749"; empty when there is none."""
    return f"BE {formatted_enterprise_number(text)}" if text else ""
