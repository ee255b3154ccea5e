"""QR codes as SVG, written into the page by the server."""

from decimal import Decimal

import segno
from django.utils.safestring import SafeString, mark_safe
from segno import helpers


def qr_svg(text: str, *, label: str) -> SafeString:
    """
    Return a QR code of `text`: black on white also by night, as phones read it best, with a quiet zone of four modules.

    It grows to the width its class `qr` gives it. `label` says what it leads to, for those who can't see it.
    """
    return _svg(segno.make(text, error="m", micro=False), label)


def transfer_qr_svg(*, name: str, iban: str, amount: int, reference: str, label: str) -> SafeString:
    """
    Return the code with which a banking app fills in a transfer of `amount` cents (EPC069-12, version 002, "SCT").

    `reference` goes into the field of structured remittance information, where an ISO 11649 reference
    "may be used": a Belgian communication, written +++ddd/dddd/ddddd+++ as Odoo's invoices carry it there, is
    recognised as one by Belgian apps; in the field of free words it becomes a message (letspeppol issue 274).

    :raises ValueError: if a part is too long for the standard: a name of more than 70 characters
    """
    return _svg(helpers.make_epc_qr(name=name, iban=iban, amount=Decimal(amount) / 100, reference=reference, encoding="utf-8"), label)


def _svg(code: segno.QRCode, label: str) -> SafeString:
    return mark_safe(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff", title=label))
