"""Words of the pages about money that are chosen by a code."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kit.templatetags.formats import money

REFUSALS = {
    "empty": _("This file is empty."),
    "not_text": _("This is a PDF, a spreadsheet or a picture. Ask your bank for the statement as CODA or CSV."),
    "not_a_statement": _("This is no bank statement that we can read. Ask your bank for it as CODA or CSV."),
    "no_columns": _("The headings of this file are new to us."),
    "too_long": _("This file has too many lines. Ask your bank for a shorter time."),
    "damaged": _("This file is damaged: a line of it is not as the standard says. Nothing was changed; fetch it from your bank again."),
}


def refusal_words(code: str) -> str:
    """Return in words why a statement could not be read; `code` is that of UnreadableStatement."""
    return str(REFUSALS.get(code, REFUSALS["not_a_statement"]))


NO_REFUND = {
    "changed": _("Nothing changed: somebody was quicker. Look at what went back, and begin again if something is missing."),
    "disputed": _("The customer contests this payment at their bank. Until that is over, or when it is lost, it can’t be given back here."),
    "not_paid": _("This order is not paid, so there is nothing to give back."),
    "nothing_left": _("All that was paid went back already."),
    "nothing": _("Choose how many of what goes back."),
    "rounded_away": _("In cash this is rounded to nothing. Choose more at once, or everything that is left."),
    "too_many": _("So many of it were not ordered, or went back already."),
    "test": _("This is a test order: nothing was paid."),
}


def refund_refusal(code: str, left: int = 0) -> str:
    """Return in words why money can't be given back like this; `code` is that of RefundRefused, `left` what is left in cents."""
    if code == "too_much":
        return str(_("There is only %(amount)s left to give back.") % {"amount": money(left)}) if left else str(NO_REFUND["changed"])
    return str(NO_REFUND.get(code, NO_REFUND["changed"]))


def refund_trouble(code: str) -> str:
    """Return in words why a refund failed; `code` is that of its row. The same words as in the owner's mail."""
    return render_to_string("email/_refund_trouble.txt", {"code": code}).strip()
