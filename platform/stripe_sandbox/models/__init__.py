"""What the sandbox remembers, in five tables of the public schema."""

from stripe_sandbox.models.api_fault import ApiFault
from stripe_sandbox.models.delivery import Delivery
from stripe_sandbox.models.idempotency import IdempotentRequest
from stripe_sandbox.models.stored_object import StoredObject
from stripe_sandbox.models.switches import Switches

__all__ = ["ApiFault", "Delivery", "IdempotentRequest", "StoredObject", "Switches"]
