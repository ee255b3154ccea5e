"""The page "What happened": who did what in the shop, day by day."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.clock import in_brussels
from kit.forms import set_choices
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.history import GROUPS, event_words
from shops.models import ShopEvent
from shops.selectors.history import events, people_in_history
from tenants.permissions import May

PER_PAGE = 50


@dataclass(frozen=True)
class HistoryLine:
    """One thing that somebody did, in words."""

    happened_at: dt.datetime
    who: str  # empty: the platform's own work
    reason: str
    words: str


@dataclass(frozen=True)
class HistoryDay:
    """What happened on one day of the shop's street, latest first."""

    date: dt.date
    lines: list[HistoryLine]


class FilterForm(forms.Form):
    """Whose deeds, and of which kind."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *GROUPS.items()])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        set_choices(self, "who", [("", _("Everybody")), *((str(pk), name) for pk, name in people_in_history())])
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self) -> dict[str, Any]:
        """Return what to look for; a choice that is none is left out."""
        self.full_clean()
        who = self.cleaned_data.get("who")
        return {"user_id": int(who) if who else None, "group": self.cleaned_data.get("what") or ""}


@backoffice_view(May.SEE_HISTORY)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    chosen = form.chosen()
    listed = Paginator(events(**chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "listed": listed, "days": _days(listed.object_list), "is_filtered": any(chosen.values())}
    return page(request, "backoffice/shop/history.html", context, nav_key="more")


def _days(found: Any) -> list[HistoryDay]:
    by_day = groupby(found, key=lambda event: in_brussels(event.happened_at).date())
    return [HistoryDay(date, [_line(event) for event in group]) for date, group in by_day]


def _line(event: ShopEvent) -> HistoryLine:
    return HistoryLine(event.happened_at, event.user_name, event.support_reason, event_words(event.kind, event.data))
