from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Collecting money for orders; the only place that knows Stripe for shops."""

    name = "payments"

    def ready(self) -> None:
        from payments import log_kinds, tasks  # noqa: F401 -- known by name to those who enqueue
        from payments.backoffice import menu

        _stand_in_the_checkout()
        _follow_orders()
        _work_in_the_background()
        _write_mails()
        menu.register()
        log_kinds.register()


def _stand_in_the_checkout() -> None:
    """Offer online payment, and take it away when a call finds the account lost."""
    from orders.payment_methods import register_online_provider
    from payments.gateways.stripe import register_loss_listener
    from payments.rules.limits import can_be_paid_online
    from payments.selectors.accounts import online_payment_available
    from payments.selectors.collected import is_with_bank
    from payments.selectors.unseen import is_looked_up
    from payments.services.connect_account import note_loss
    from payments.services.refresh_accounts import want_fresh_account
    from payments.words import methods_offered

    register_online_provider(
        online_payment_available,
        "payment_start",
        prepare=want_fresh_account,
        takes=can_be_paid_online,
        waits_for_bank=is_with_bank,
        is_looked_up=is_looked_up,
        methods=methods_offered,
    )
    register_loss_listener(note_loss)


def _follow_orders() -> None:
    """Hear of orders that end: their payment pages are closed, and their money goes back."""
    from orders.services.cancel_order import register_cancel_hook
    from orders.services.expire_order import register_expiry_guard, register_expiry_hook
    from payments.services import follow_order

    register_expiry_guard(follow_order.keep_for_now)
    register_cancel_hook(follow_order.settle_canceled_order)
    register_expiry_hook(follow_order.settle_expired_order)


def _work_in_the_background() -> None:
    """Do these whenever the shop is woken, in this order."""
    from payments.services.look_at_account import look_at_accounts
    from payments.services.process_event import process_events
    from payments.services.read_ledger import read_ledgers
    from payments.services.reconcile import reconcile_attempts
    from payments.services.refresh_accounts import refresh_accounts
    from payments.services.send_refunds import send_refunds
    from shops.background import register_chore

    for chore in (process_events, reconcile_attempts, send_refunds, refresh_accounts, read_ledgers, look_at_accounts):
        register_chore(chore.__name__, chore)


def _write_mails() -> None:
    """Say who writes which mail, and what it is called in the outbox."""
    from orders.emails import send_order_mail
    from payments.services import account_mails, give_back, pay_again, refund_mails, transfer_mails
    from shops.outbox import register_handler

    to_customers = {
        give_back.MAIL: _("Payment returned"),
        pay_again.MAIL: _("Payment refused by the bank"),
        refund_mails.MONEY_BACK: _("Money given back"),
        refund_mails.NOT_BACK: _("Money did not arrive"),
        transfer_mails.PARTIAL: _("A transfer was too small"),
    }
    for kind, label in to_customers.items():
        register_handler(kind, send_order_mail, label=label)
    register_handler(account_mails.MAIL, account_mails.send_account_state_mail, label=_("Online payment began or stopped"))
    register_handler(refund_mails.REFUND_FAILED, refund_mails.send_owner_mail, label=_("A refund did not arrive"))
    register_handler(refund_mails.DISPUTE_OPENED, refund_mails.send_owner_mail, label=_("A payment is contested"))
    register_handler(refund_mails.DISPUTE_ENDED, refund_mails.send_owner_mail, label=_("A dispute is over"))
    register_handler(transfer_mails.ACCOUNT_CHANGED, transfer_mails.send_account_mail, label=_("Another bank account"))
