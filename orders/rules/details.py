"""What a customer says about themselves and their order in the checkout."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckoutDetails:
    """
    All that an order needs besides its lines.

    `payment_method` is "at_collection", "online", "bank_transfer" or "test". The address is empty for collection in the shop.
    """

    name: str
    email: str
    phone: str
    language: str
    shipping_method_id: int
    payment_method: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    note: str = ""

    @property
    def reviewed(self) -> tuple[object, ...]:
        """What the last step shows again: who, how and where to."""
        return (self.name, self.email, self.phone, self.shipping_method_id, self.street, self.postcode, self.city, self.note)
