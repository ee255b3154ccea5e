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
        from payments import log_kinds, tasks  # noqa: F401 -- known by name to those who enqueue
        from payments.backoffice import menu
        from payments.gateways.stripe import register_loss_listener
        from payments.rules.limits import can_be_paid_online
        from payments.selectors.accounts import online_payment_available
        from payments.selectors.collected import is_with_bank
        from payments.services import (
            account_mails,
            follow_order,
            give_back,
            look_at_account,
            pay_again,
            process_event,
            read_ledger,
            reconcile,
            refund_mails,
            send_refunds,
            transfer_mails,
        )
        from payments.services.connect_account import note_loss
        from payments.services.refresh_accounts import refresh_accounts, want_fresh_account
        from shops import background, outbox

        register_online_provider(
            online_payment_available,
            "payment_start",
            prepare=want_fresh_account,
            takes=can_be_paid_online,
            waits_for_bank=is_with_bank,
        )
        register_loss_listener(note_loss)
        register_expiry_guard(follow_order.keep_for_now)
        register_cancel_hook(follow_order.settle_canceled_order)
        register_expiry_hook(follow_order.settle_expired_order)
        background.register_chore("process_events", process_event.process_events)
        background.register_chore("reconcile_attempts", reconcile.reconcile_attempts)
        background.register_chore("send_refunds", send_refunds.send_refunds)
        background.register_chore("refresh_accounts", refresh_accounts)
        background.register_chore("read_ledgers", read_ledger.read_ledgers)
        background.register_chore("look_at_accounts", look_at_account.look_at_accounts)
        outbox.register_handler(account_mails.MAIL, account_mails.send_account_state_mail, label=_("Online payment began or stopped"))
        outbox.register_handler(give_back.MAIL, emails.send_order_mail, label=_("Payment returned"))
        outbox.register_handler(pay_again.MAIL, emails.send_order_mail, label=_("Payment refused by the bank"))
        outbox.register_handler(refund_mails.MONEY_BACK, emails.send_order_mail, label=_("Money given back"))
        outbox.register_handler(refund_mails.NOT_BACK, emails.send_order_mail, label=_("Money did not arrive"))
        outbox.register_handler(refund_mails.REFUND_FAILED, refund_mails.send_owner_mail, label=_("A refund did not arrive"))
        outbox.register_handler(refund_mails.DISPUTE_OPENED, refund_mails.send_owner_mail, label=_("A payment is contested"))
        outbox.register_handler(refund_mails.DISPUTE_ENDED, refund_mails.send_owner_mail, label=_("A dispute is over"))
        outbox.register_handler(transfer_mails.PARTIAL, emails.send_order_mail, label=_("A transfer was too small"))
        outbox.register_handler(transfer_mails.ACCOUNT_CHANGED, transfer_mails.send_account_mail, label=_("Another bank account"))
        menu.register()
        log_kinds.register()
