"""The card form: what was typed, and what is wrong with it."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from stripe_sandbox.rules import cards
from stripe_sandbox.services.pay_session import Payer


@dataclass
class CardForm:
    """Four fields as they were typed; `errors` maps a field's name to a sentence beside it."""

    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_post(cls, data: QueryDict) -> "CardForm":
        number, expiry, cvc, name = (data.get(field_name, "")[:100] for field_name in ("number", "expiry", "cvc", "name"))
        return cls(number, expiry, cvc, name)

    @classmethod
    def filled_with(cls, number: str) -> "CardForm":
        """Return the form filled with a known test card, or an empty one: a link never fills in anything else."""
        if number not in cards.OUTCOMES:
            return cls()
        spaced = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        return cls(number=spaced, expiry="12 / 34", cvc="123", name="Camille Peeters")

    def check(self, today: dt.date) -> bool:
        """Fill `errors`; return whether the card can be sent to the bank."""
        expiry = cards.expiry_of(self.expiry)
        if not cards.is_card_number(cards.digits(self.number)):
            self.errors["number"] = _("Check the card number: it is not complete or has a typing error.")
        if expiry is None:
            self.errors["expiry"] = _("Enter month and year as on the card, for example 12/34.")
        elif cards.is_past(expiry, today):
            self.errors["expiry"] = _("This date is in the past.")
        if not (self.cvc.strip().isdecimal() and len(self.cvc.strip()) in (3, 4)):
            self.errors["cvc"] = _("Enter the 3 or 4 digits of the security code.")
        if not self.name.strip():
            self.errors["name"] = _("Enter the name on the card.")
        return not self.errors

    def refuse(self, outcome: cards.CardOutcome) -> None:
        """Explain the bank's refusal beside the field that it is about."""
        self.errors[outcome.field] = decline_sentence(outcome.decline_code)

    def outcome(self) -> cards.CardOutcome:
        return cards.outcome_of(cards.digits(self.number))

    def payer(self) -> Payer:
        """Return who pays; only brand, last four digits and expiry of the card go further than this form."""
        number = cards.digits(self.number)
        expiry = cards.expiry_of(self.expiry) or (12, 2034)
        return Payer("card", name=self.name.strip(), brand=cards.brand_of(number), last4=number[-4:], expiry=expiry)


def decline_sentence(decline_code: str) -> str:
    """Return what a buyer should read about a refusal, and what to do next."""
    sentences = {
        "generic_decline": _("Your card was declined. Nothing was taken. Try another card."),
        "insufficient_funds": _("There is not enough money on this card. Nothing was taken. Try another card."),
        "expired_card": _("Your bank says that this card has expired. Try another card."),
        "incorrect_cvc": _("The security code is not right. Check the digits and try again."),
        "processing_error": _("The card network did not answer. Nothing was taken. Try again in a moment."),
        "test_mode_live_card": _("This is not a test card. Take one from the list below, and never type a real card here."),
    }
    return sentences[decline_code]


def test_cards() -> list[tuple[str, str]]:
    """Return (number, what it does) for the list on the page."""
    return [
        ("4242424242424242", _("the payment succeeds")),
        ("4000002500003155", _("asks your bank first (3-D Secure)")),
        ("4000000000000002", _("declined by the bank")),
        ("4000000000009995", _("not enough money on the card")),
        ("4000000000000069", _("expired card")),
        ("4000000000000127", _("wrong security code")),
        ("4000000000000119", _("error in the card network")),
    ]
