"""What search engines are told in schema.org's words, safe to stand inside a page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(data: Any) -> SafeString:
    """Return the element that holds `data`; no text in it can end the element. It is data, so the CSP does not mind it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
