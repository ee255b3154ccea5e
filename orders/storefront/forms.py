"""What a customer sends: what to put in the cart, and the three steps of the checkout."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField, PhoneField
from orders.models import PaymentMethod
from orders.storefront.fields import EmailAddressField, PostcodeField, QuantityField
from shops.models import ShippingKind, ShippingMethod

LARGEST_ID = 10**18 - 1
ADDRESS = ("street", "postcode", "city")


class AddForm(forms.Form):
    """A product page's form: `variant` (id), `quantity`, and `next` = "stay" to come back to the product."""

    variant = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    quantity = QuantityField(required=False)
    next = forms.CharField(required=False, max_length=300)


class LineForm(forms.Form):
    """A change of one line of the cart; zero takes it out, a number below is taken for one."""

    quantity = QuantityField(required=False)


class ContactForm(forms.Form):
    """Who orders."""

    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        autocomplete="name",
        error_messages={"required": _("Tell us your name, so that we know whom the order is for.")},
    )
    email = EmailAddressField(
        label=_("E-mail"),
        help_text=_("The confirmation goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Give an e-mail address: the confirmation of your order goes there."),
            "invalid": _("Write the e-mail address in full, such as name@example.com."),
        },
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        max_length=30,
        autocomplete="tel",
        inputmode="tel",
        help_text=_("Only to reach you if something is the matter with your order."),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to get the order, ready to be drawn as a choice."""

    method: ShippingMethod
    is_chosen: bool
    is_delivery: bool


class DeliveryForm(forms.Form):
    """How the order reaches the customer. The address is asked for when it is delivered, and only then."""

    use_required_attribute = False

    shipping_method = forms.TypedChoiceField(
        label=_("How do you get it?"),
        coerce=int,
        error_messages={"required": _("Choose how you get your order."), "invalid_choice": _("Choose how you get your order.")},
    )
    street = OneLineField(
        label=_("Street and number"),
        max_length=120,
        autocomplete="address-line1",
        error_messages={"required": _("Give the street and number to deliver to.")},
    )
    postcode = PostcodeField(label=_("Postcode"), autocomplete="postal-code", inputmode="numeric")
    city = OneLineField(
        label=_("Municipality"),
        max_length=80,
        autocomplete="address-level2",
        error_messages={"required": _("Give the municipality to deliver to.")},
    )
    note = forms.CharField(
        label=_("A word for the shop"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A wish, or who comes for it."),
    )

    def __init__(self, *args: Any, methods: list[ShippingMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.methods = {method.pk: method for method in methods}
        self.fields["shipping_method"].choices = [(method.pk, method.name) for method in methods]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Leave the address alone when nothing is delivered: neither judged, nor kept, nor forgotten."""
        data = super().clean() or {}
        method = self.methods.get(data.get("shipping_method", 0))
        if method is None or method.kind != ShippingKind.DELIVERY:
            for name in ADDRESS:
                data.pop(name, None)
                self.errors.pop(name, None)
        return data

    @property
    def offers(self) -> list[Offer]:
        """The ways to choose from; the first is chosen unless something else was."""
        chosen = str(self["shipping_method"].value() or "")
        if chosen not in {str(pk) for pk in self.methods}:
            chosen = str(next(iter(self.methods), ""))
        return [Offer(method, str(pk) == chosen, method.kind == ShippingKind.DELIVERY) for pk, method in self.methods.items()]

    @property
    def has_delivery(self) -> bool:
        return any(method.kind == ShippingKind.DELIVERY for method in self.methods.values())


class ReviewForm(forms.Form):
    """The last step: how it is paid. `shown_total` in cents and `shown_lines`, a fingerprint, are what the page said."""

    payment_method = forms.ChoiceField(
        label=_("How do you pay?"),
        error_messages={"required": _("Choose how you pay."), "invalid_choice": _("Choose how you pay.")},
    )
    shown_total = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown_lines = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(self, *args: Any, payment_methods: list[PaymentMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment_method"].choices = [(method.value, method.label) for method in payment_methods]  # type: ignore[attr-defined]
