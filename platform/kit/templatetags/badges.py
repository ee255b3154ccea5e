"""The colour of a status. The word beside it is the caller's: a colour alone says nothing."""

from django import template

register = template.Library()

TONES = {
    **dict.fromkeys(("paid", "ready", "collected", "published"), "ok"),
    **dict.fromkeys(("unpaid", "pending"), "warn"),
    **dict.fromkeys(("canceled", "sold_out"), "danger"),
    **dict.fromkeys(("draft", "archived"), "outline"),
}


@register.filter
def tone(status: str) -> str:
    """Return the tone of a badge ("ok", "warn", "danger", "outline"), or "" for a status that is neither good nor bad news."""
    return TONES.get(status, "")
