"""How a Belgian enterprise number is written."""

import re


def formatted_enterprise_number(text: str) -> str:
    """Return ten digits as "0123.456.749"; anything else as it was typed."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == 10 else text


def enterprise_number_in_full(text: str) -> str:
    """Return the number as customers see it, "BE 0123.456.749"; empty when there is none."""
    return f"BE {formatted_enterprise_number(text)}" if text else ""
