"""Mails to a shop's owners about what it pays us."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from billing.models import Subscription, SubscriptionState
from billing.rules.situation import Situation, Step
from billing.rules.standing import days_left
from billing.selectors import situation_of
from billing.services.tell_owners import FREE, MAIL, OPEN, due_for
from billing.wording import words_for
from kit import clock
from kit.mail import sender
from kit.templatetags.formats import day
from kit.tenancy import current_tenant
from kit.urls import platform_email, shop_url
from shops.emails import shop_mail
from shops.models import OutboxMessage
from tenants.models import Membership, Role

__all__ = ["MAIL", "send_notice"]


def send_notice(message: OutboxMessage) -> None:
    """
    Send what an owner should know of the subscription; what is not so any more needs no mail.

    :raises OSError: (or smtplib's) when the mail server does not take it
    """
    tenant_id = current_tenant().id
    row = Subscription.objects.filter(tenant_id=tenant_id).select_related("tenant__plan").first()
    owner = (
        Membership.objects.filter(tenant_id=tenant_id, user_id=message.payload["user_id"], role=Role.OWNER).select_related("user").first()
    )
    notice = message.payload["notice"]
    if row is None or owner is None or not _is_still_so(notice, row):
        return
    language = owner.user.language
    with translation.override(language):
        context = {"words": words_of(notice, row), "action_url": shop_url("bo_subscription"), "platform_email": platform_email()}
    mail = shop_mail(message, to=owner.user.email, language=language, context=context)
    mail.from_email, mail.reply_to = sender("Vitrine"), [platform_email()]  # not the shop, which would write to itself
    mail.send()


def _is_still_so(notice: str, row: Subscription) -> bool:
    if notice == FREE:
        return bool(row.state == SubscriptionState.FREE)
    return notice == OPEN or notice in dict(due_for(row, now=clock.now()))


def words_of(notice: str, row: Subscription) -> dict[str, Any]:
    """Return subject, text and the button's label of a notice in the active language."""
    where, left = situation_of(row, now=clock.now()), days_left(row.trial_ends_at, now=clock.now()) if row.trial_ends_at else 0
    words, name = words_for(where, row, trial_days=left), row.tenant.name
    days = {"trial": row.trial_ends_at, "grace": row.grace_until, "ending": row.current_period_end}
    subject = _SUBJECTS[notice]() % {"shop": name, "day": _on(days.get(notice))}
    text = words.text
    if notice == "closed":
        text += " " + _("Orders that were placed go on, and you can still give money back and download your figures.")
    elif notice == FREE:
        text = _("Vitrine gives it to you free of charge.") + " " + _free_words(row)
    elif notice == OPEN:
        is_paid = where in (Situation.ACTIVE, Situation.TRIAL_PAID)
        text = _("Thank you, it is paid. Your customers can order as before.") if is_paid else _("Your customers can order as before.")
        text += "" if is_paid else f" {words.lead} {words.text}"
    return {"subject": subject, "text": text, "label": words.label if words.step in (Step.CHOOSE, Step.STRIPE) else _("Your subscription")}


_SUBJECTS = {
    "trial": lambda: _("The free days of %(shop)s end on %(day)s"),
    "grace": lambda: _("%(shop)s stays open until %(day)s"),
    "closed": lambda: _("%(shop)s is closed for now"),
    "ending": lambda: _("Your subscription ends on %(day)s"),
    OPEN: lambda: _("%(shop)s is open again"),
    FREE: lambda: _("%(shop)s costs you nothing from now on"),
}


def _free_words(row: Subscription) -> str:
    if row.stripe_subscription_id:
        return _("Your subscription at Stripe has ended: nothing more is taken from your card, and there is nothing for you to do.")
    return _("There is nothing for you to do.")


def _on(moment: Any) -> str:
    return str(day(moment)) if moment else ""
