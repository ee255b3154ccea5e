from payments.models.account import PROVIDER, AccountState, StripeAccount
from payments.models.attempt import LIVE_STATES, AttemptState, PaymentAttempt, Told
from payments.models.bank import BankPayment, BankPaymentSource, BankPaymentState
from payments.models.dispute import Dispute
from payments.models.kept_event import EventState, KeptEvent
from payments.models.ledger import BalanceEntry, EntryKind, LedgerMark, Payout, PayoutState
from payments.models.refund import Refund, RefundLine, RefundReason, RefundState, RefundWay
from payments.models.stray_payment import StrayPayment
from payments.models.webhook_event import WebhookEvent

__all__ = [
    "LIVE_STATES",
    "PROVIDER",
    "AccountState",
    "AttemptState",
    "BalanceEntry",
    "BankPayment",
    "BankPaymentSource",
    "BankPaymentState",
    "Dispute",
    "EntryKind",
    "EventState",
    "KeptEvent",
    "LedgerMark",
    "PaymentAttempt",
    "Payout",
    "PayoutState",
    "Refund",
    "RefundLine",
    "RefundReason",
    "RefundState",
    "RefundWay",
    "StrayPayment",
    "StripeAccount",
    "Told",
    "WebhookEvent",
]
