"""Text as people type it, made fit for one line."""

import re

# Control characters, line and paragraph separators, and the marks that turn the direction of what follows.
# Not the no-break spaces and joiners: French sentences and emoji are made of them.
_NO_LINE_HAS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Return the text without line breaks or other control characters, a single space in their place."""
    return re.sub(r" {2,}", " ", _NO_LINE_HAS.sub(" ", text)).strip()
