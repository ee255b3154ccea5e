from payments.models.account import PROVIDER, AccountState, StripeAccount
from payments.models.attempt import LIVE_STATES, AttemptState, PaymentAttempt
from payments.models.bank import BankPayment, BankPaymentSource, BankPaymentState
from payments.models.dispute import Dispute
from payments.models.refund import Refund, RefundLine, RefundReason, RefundState, RefundWay
from payments.models.webhook_event import EventState, WebhookEvent

__all__ = [
    "LIVE_STATES",
    "PROVIDER",
    "AccountState",
    "AttemptState",
    "BankPayment",
    "BankPaymentSource",
    "BankPaymentState",
    "Dispute",
    "EventState",
    "PaymentAttempt",
    "Refund",
    "RefundLine",
    "RefundReason",
    "RefundState",
    "RefundWay",
    "StripeAccount",
    "WebhookEvent",
]
