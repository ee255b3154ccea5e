"""The words for each way a shop can stand with us: the same on its page, on the first page and in the mails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from billing.models import Subscription
from billing.rules.situation import Situation, Step, step_for
from kit.templatetags.formats import day


@dataclass(frozen=True, slots=True)
class Words:
    """`badge` in two words, `lead` a short sentence, `text` what follows from it, `label` of the one next step (may be empty)."""

    badge: str
    tone: str
    lead: str
    text: str
    step: Step
    label: str


def words_for(where: Situation, row: Subscription, *, trial_days: int) -> Words:
    """Return what an owner reads, in the active language."""
    values = {
        "trial_end": _on(row.trial_ends_at),
        "period_end": _on(row.current_period_end),
        "grace": _on(row.grace_until),
        "days": trial_days,
    }
    badge, tone = _badge(where)
    lead, text, label = _WORDS[where](trial_days)
    return Words(badge, tone, lead % values, text % values, step_for(where, is_at_stripe=row.is_at_stripe), label)


def _on(moment: Any) -> str:
    return str(day(moment)) if moment else ""


def _badge(where: Situation) -> tuple[str, str]:
    words = {
        Situation.HELD: (_("closed by Vitrine"), "danger"),
        Situation.FREE: (_("free of charge"), "ok"),
        Situation.TRIAL: (_("on trial"), "ok"),
        Situation.TRIAL_ENDING: (_("on trial"), "warn"),
        Situation.TRIAL_PAID: (_("on trial"), "ok"),
        Situation.ACTIVE: (pgettext("subscription", "paid"), "ok"),
        Situation.ENDING: (_("ends soon"), "warn"),
        Situation.GRACE_GIVEN: (_("time given"), "warn"),
        Situation.GRACE_DUNNING: (_("payment failed"), "warn"),
        Situation.GRACE_TRIAL: (_("trial over"), "warn"),
        Situation.CLOSED_TRIAL: (_("trial over"), "danger"),
        Situation.CLOSED_DEBT: (_("not paid"), "danger"),
        Situation.CLOSED_PAUSED: (_("paused"), "danger"),
        Situation.CLOSED_CANCELED: (pgettext("subscription", "ended"), "danger"),
    }
    return words[where]


def _free_days(days: int) -> str:
    return ngettext("One free day is left, until %(trial_end)s.", "%(days)s free days are left, until %(trial_end)s.", days)


_WORDS: dict[Situation, Callable[[int], tuple[str, str, str]]] = {
    Situation.HELD: lambda _days: (
        _("Vitrine closed your shop to customers."),
        _("This has nothing to do with your payments, and paying does not open it. Write to us, and we say what is needed."),
        _("Write to us"),
    ),
    Situation.FREE: lambda _days: (
        _("You pay nothing for your shop."),
        _("Vitrine gives it to you free of charge. Nothing is taken from your card."),
        "",
    ),
    Situation.TRIAL: lambda days: (
        _free_days(days),
        _("Nothing is charged by itself: choose a plan when you like."),
        _("Choose a plan"),
    ),
    Situation.TRIAL_ENDING: lambda days: (
        _free_days(days),
        _("Choose a plan and say how you pay before then, and everything goes on as it is. You pay nothing before that day."),
        _("Choose a plan"),
    ),
    Situation.TRIAL_PAID: lambda _days: (
        _("You pay nothing until %(period_end)s."),
        _("On that day the first payment is made by itself. There is nothing for you to do."),
        "",
    ),
    Situation.ACTIVE: lambda _days: (_("Everything is paid."), _("The next payment is made by itself on %(period_end)s."), ""),
    Situation.ENDING: lambda _days: (
        _("Your subscription ends on %(period_end)s."),
        _("You cancelled it. Until then everything goes on; after that day the shop closes. You can still change your mind."),
        _("Keep the subscription"),
    ),
    Situation.GRACE_GIVEN: lambda _days: (
        _("Your shop stays open until %(grace)s."),
        _(
            "Vitrine gives you this time, though no subscription is paid for just now. Pay before then, and nothing "
            "changes for your customers."
        ),
        _("Pay"),
    ),
    Situation.GRACE_DUNNING: lambda _days: (
        _("Your shop stays open until %(grace)s."),
        _(
            "Your last payment for Vitrine did not arrive. Change your card or pay the open invoice before then, and "
            "nothing changes for your customers."
        ),
        _("Change the card or pay the invoice"),
    ),
    Situation.GRACE_TRIAL: lambda _days: (
        _("Your shop stays open until %(grace)s."),
        _("Your free days with Vitrine are over. Choose a plan and pay before then, and nothing changes for your customers."),
        _("Choose a plan"),
    ),
    Situation.CLOSED_TRIAL: lambda _days: (
        _("Your shop is closed to customers."),
        _(
            "Your free days are over, and no plan was paid for. Nothing is lost: choose a plan, and the shop opens by "
            "itself once it is paid."
        ),
        _("Choose a plan"),
    ),
    Situation.CLOSED_DEBT: lambda _days: (
        _("Your shop is closed to customers."),
        _("An invoice of Vitrine is still open. Nothing is lost: pay it or change your card, and the shop opens by itself."),
        _("Change the card or pay the invoice"),
    ),
    Situation.CLOSED_PAUSED: lambda _days: (
        _("Your shop is closed to customers."),
        _(
            "Your free days ended without a card, so your subscription is paused. Nothing is lost: add a card and resume "
            "it, and the shop opens by itself."
        ),
        _("Add a card and resume"),
    ),
    Situation.CLOSED_CANCELED: lambda _days: (
        _("Your shop is closed to customers."),
        _(
            "Your subscription has ended, and nothing more is charged. Nothing is lost: choose a plan, and the shop "
            "opens again once it is paid."
        ),
        _("Choose a plan"),
    ),
}
