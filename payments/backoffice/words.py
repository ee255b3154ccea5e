"""Words of the pages about money that are chosen by a code."""

from django.utils.translation import gettext_lazy as _

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
