"""Says to a visitor why the shop takes no order from them now, before they fill in a form for nothing."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.clock import now
from kit.templatetags.formats import day
from shops.context import frame_of
from shops.preview import Preview
from shops.rules.standing import Standing
from shops.selectors.standing import standing


def is_test(request: HttpRequest) -> bool:
    """Say whether the one who orders is of the shop's own people, before it is launched."""
    return getattr(request, "preview", "") == Preview.OWN


def why_not(request: HttpRequest) -> str:
    """Return in words why no order is taken from this visitor now, or nothing; one query."""
    stands = standing(now=now())
    if stands == Standing.PAUSED:
        return _("The shop takes no orders until %(day)s. Your basket is kept for you.") % {"day": day(frame_of(request).paused_until)}
    if stands == Standing.NOT_OPEN and not is_test(request):
        return _("The shop is not open yet: nobody can order for now.")
    return ""
