"""How a Belgian enterprise number is written."""

import re


def formatted_enterprise_number(text: str) -> str:
    """Return ten digits as "0123.456.749"; anything else as it was typed."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == 10 else text
