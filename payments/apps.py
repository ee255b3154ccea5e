from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Collecting money for orders; the only place that knows Stripe for shops."""

    name = "payments"

    def ready(self) -> None:
        from orders import emails
        from orders.payment_methods import register_online_provider
        from orders.services.cancel_order import register_cancel_hook
        from orders.services.expire_order import register_expiry_guard, register_expiry_hook
        from payments import log_kinds
        from payments.backoffice import menu
        from payments.selectors.accounts import online_payment_available
        from payments.services import follow_order, give_back, process_event, read_ledger, reconcile, send_refunds, transfer_mails
        from shops import background, outbox

        register_online_provider(online_payment_available, "payment_start")
        register_expiry_guard(follow_order.keep_for_now)
        register_cancel_hook(follow_order.settle_canceled_order)
        register_expiry_hook(follow_order.settle_expired_order)
        background.register_chore("process_events", process_event.process_events)
        background.register_chore("reconcile_attempts", reconcile.reconcile_attempts)
        background.register_chore("send_refunds", send_refunds.send_refunds)
        background.register_chore("read_ledgers", read_ledger.read_ledgers)
        outbox.register_handler(give_back.MAIL, emails.send_order_mail, label=_("Payment returned"))
        outbox.register_handler(transfer_mails.PARTIAL, emails.send_order_mail, label=_("A transfer was too small"))
        outbox.register_handler(transfer_mails.ACCOUNT_CHANGED, transfer_mails.send_account_mail, label=_("Another bank account"))
        menu.register()
        log_kinds.register()
