from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    """What shops pay the platform: plan, trial, subscription, grace, suspension. Public tables only."""

    name = "billing"
    verbose_name = _("Subscriptions")

    def ready(self) -> None:
        from billing import emails, log_kinds
        from billing.backoffice import menu
        from shops import outbox

        outbox.register_handler(emails.MAIL, emails.send_notice, label=_("Your subscription"))
        menu.register()
        log_kinds.register()
