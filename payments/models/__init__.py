from payments.models.account import PROVIDER, AccountState, StripeAccount
from payments.models.attempt import LIVE_STATES, AttemptState, PaymentAttempt
from payments.models.bank import BankPayment, BankPaymentSource, BankPaymentState
from payments.models.ledger import BalanceEntry, EntryKind, LedgerMark, Payout, PayoutState
from payments.models.refund import Refund, RefundReason, RefundState
from payments.models.webhook_event import EventState, WebhookEvent

__all__ = [
    "LIVE_STATES",
    "PROVIDER",
    "AccountState",
    "AttemptState",
    "BalanceEntry",
    "BankPayment",
    "BankPaymentSource",
    "BankPaymentState",
    "EntryKind",
    "EventState",
    "LedgerMark",
    "PaymentAttempt",
    "Payout",
    "PayoutState",
    "Refund",
    "RefundReason",
    "RefundState",
    "StripeAccount",
    "WebhookEvent",
]
