from billing.models.checkout import LIVE, BillingCheckout, CheckoutState
from billing.models.event import BillingEvent
from billing.models.instruction import Instruction, InstructionKind, InstructionState
from billing.models.subscription import Subscription, SubscriptionState

__all__ = [
    "LIVE",
    "BillingCheckout",
    "BillingEvent",
    "CheckoutState",
    "Instruction",
    "InstructionKind",
    "InstructionState",
    "Subscription",
    "SubscriptionState",
]
