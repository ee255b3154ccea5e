"""How long it takes from opening the page "New product" until customers see the product."""

import datetime as dt
import statistics

from django.db.models import ExpressionWrapper, F, fields
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Product

LAST = 10
FEWEST = 3  # of one or two there is no middle
ONE_SITTING = dt.timedelta(hours=1)  # a draft that waits for tomorrow's photo says nothing of the pace


def last_paces() -> list[dt.timedelta]:
    """Return how long the last ten products took that went online within an hour of the page's opening; one query."""
    took = ExpressionWrapper(F("published_at") - F("form_opened_at"), output_field=fields.DurationField())
    measured = Product.objects.filter(form_opened_at__isnull=False, published_at__isnull=False).annotate(took=took)
    return list(measured.filter(took__lte=ONE_SITTING).order_by("-published_at").values_list("took", flat=True)[:LAST])


def pace_in_words() -> str:
    """Return the median of the last ten in a sentence; empty while there are fewer than three."""
    paces = last_paces()
    if len(paces) < FEWEST:
        return ""
    half = statistics.median_high(paces)
    return _("Of your last %(count)s new products, half were online within %(time)s.") % {"count": len(paces), "time": _time(half)}


def _time(span: dt.timedelta) -> str:
    seconds = max(1, -(-span // dt.timedelta(seconds=1)))  # begun seconds count: "within" holds
    if seconds <= 120:
        return ngettext("%(number)s second", "%(number)s seconds", seconds) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
