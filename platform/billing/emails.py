"""Mails to a shop's owners about what it pays us."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from billing.models import Subscription
from billing.services.tell_owners import MAIL, due_for
from kit import clock
from kit.templatetags.formats import day
from kit.tenancy import current_tenant
from kit.urls import shop_url
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
    if row is None or owner is None or not (notice == "open" or notice in dict(due_for(row, now=clock.now()))):
        return
    language = owner.user.language
    with translation.override(language):
        context = {"words": words_of(notice, row), "action_url": shop_url("bo_subscription")}
    shop_mail(message, to=owner.user.email, language=language, context=context).send()


def words_of(notice: str, row: Subscription) -> dict[str, Any]:
    """Return subject and text of a notice in the active language."""
    name = row.tenant.name
    if notice == "trial":
        return {
            "subject": _("The free days of %(shop)s end on %(day)s") % {"shop": name, "day": _on(row.trial_ends_at)},
            "text": _("Choose a plan and say how you pay before then, and everything goes on as it is. You pay nothing before that day."),
        }
    if notice == "grace":
        failed = _("Your last payment for Vitrine did not arrive.") if row.is_at_stripe else _("Your free days with Vitrine are over.")
        return {
            "subject": _("%(shop)s stays open until %(day)s") % {"shop": name, "day": _on(row.grace_until)},
            "text": f"{failed} "
            + _("Your shop stays open until %(day)s. Pay before then, and nothing changes for your customers.")
            % {"day": _on(row.grace_until)},
        }
    if notice == "closed":
        return {
            "subject": _("%(shop)s is closed for now") % {"shop": name},
            "text": _(
                "It is not paid, so customers cannot order any more. Nothing is lost: orders that were placed go on, you can export "
                "everything and give money back, and the shop opens by itself once it is paid."
            ),
        }
    if notice == "ending":
        return {
            "subject": _("Your subscription ends on %(day)s") % {"day": _on(row.current_period_end)},
            "text": _("You cancelled it. Until then everything goes on; after that day the shop closes. You can still change your mind."),
        }
    return {
        "subject": _("%(shop)s is open again") % {"shop": name},
        "text": _("Thank you, it is paid. Your customers can order as before."),
    }


def _on(moment: Any) -> str:
    return str(day(moment)) if moment else ""
