from payments.models.account import AccountState, StripeAccount
from payments.models.attempt import AttemptState, PaymentAttempt
from payments.models.webhook_event import EventState, WebhookEvent

__all__ = ["AccountState", "AttemptState", "EventState", "PaymentAttempt", "StripeAccount", "WebhookEvent"]
