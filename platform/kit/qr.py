"""QR codes as SVG, written into the page by the server."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, label: str) -> SafeString:
    """
    Return a QR code of `text`: black on white also by night, as phones read it best, with a quiet zone of four modules.

    It grows to the width its class `qr` gives it. `label` says what it leads to, for those who can't see it.
    """
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff", title=label))
