"""What a customer sends: what to put in the cart, and the three steps of the checkout."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models import PaymentMethod
from orders.storefront.fields import EmailAddressField, OneLineField, PhoneField, QuantityField
from shops.models import ShippingKind, ShippingMethod

LARGEST_ID = 10**18 - 1


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

    shipping_method = forms.TypedChoiceField(
        label=_("How do you get it?"),
        coerce=int,
        error_messages={"required": _("Choose how you get your order."), "invalid_choice": _("Choose how you get your order.")},
    )
    street = OneLineField(label=_("Street and number"), required=False, max_length=120, autocomplete="address-line1")
    postcode = OneLineField(label=_("Postcode"), required=False, max_length=10, autocomplete="postal-code", inputmode="numeric")
    city = OneLineField(label=_("Municipality"), required=False, max_length=80, autocomplete="address-level2")
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

    def clean_postcode(self) -> str:
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper().removeprefix("B-")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        method = self.methods.get(data.get("shipping_method", 0))
        if method is None or method.kind != ShippingKind.DELIVERY:
            return data
        if not data.get("street") and "street" not in self.errors:
            self.add_error("street", _("Give the street and number to deliver to."))
        if not _is_belgian_postcode(data.get("postcode", "")) and "postcode" not in self.errors:
            self.add_error("postcode", _("Give the four digits of the postcode, such as 1030."))
        if not data.get("city") and "city" not in self.errors:
            self.add_error("city", _("Give the municipality to deliver to."))
        return data


class ReviewForm(forms.Form):
    """The last step: how it is paid. `shown_total` in cents is what the page said."""

    payment_method = forms.ChoiceField(
        label=_("How do you pay?"),
        error_messages={"required": _("Choose how you pay."), "invalid_choice": _("Choose how you pay.")},
    )
    shown_total = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, payment_methods: list[PaymentMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment_method"].choices = [(method.value, method.label) for method in payment_methods]  # type: ignore[attr-defined]


def _is_belgian_postcode(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and text[0] != "0"
