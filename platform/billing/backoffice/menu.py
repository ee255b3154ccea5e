"""What billing puts into the frame of the backoffice."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from billing.rules.situation import Situation
from billing.selectors import Account, account_of
from kit.tenancy import current_tenant
from shops.backoffice.registry import MoreLink, Panel, register_more_link, register_panel
from tenants.permissions import May

TO_DO = (Situation.TRIAL_ENDING, Situation.ENDING, Situation.GRACE_GIVEN, Situation.GRACE_DUNNING, Situation.GRACE_TRIAL)


def register() -> None:
    """Add "Your subscription" to "More", and a word on the first page when something is to be done about it."""
    register_panel(
        Panel(key="subscription", template="backoffice/billing/_panel.html", position=1, load=load_panel, needs=May.PAY_PLATFORM)
    )
    register_more_link(
        MoreLink(
            key="subscription",
            label=_("Your subscription"),
            hint=_("Your plan, what it costs, card and invoices"),
            url_name="bo_subscription",
            icon="wallet",
            position=85,
            needs=May.PAY_PLATFORM,
        )
    )


def load_panel(*, now: dt.datetime) -> Account | None:
    """Return how the shop stands when an owner has to do something about it; a closed shop says so on each page already."""
    account = account_of(current_tenant().id, now=now)
    return account if account.situation in TO_DO else None
