"""What was typed on the payment page, and what is wrong with it."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from stripe_sandbox.rules import cards, ibans
from stripe_sandbox.rules.methods import BY_CODE
from stripe_sandbox.services.make_charge import Payer

FIELDS = ("number", "expiry", "cvc", "name", "iban", "holder", "email")


@dataclass
class PayForm:
    """The fields as they were typed; `errors` maps a field's name to a sentence beside it."""

    method: str = ""
    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""
    iban: str = ""
    holder: str = ""
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_post(cls, data: QueryDict) -> "PayForm":
        typed: dict[str, Any] = {name: data.get(name, "")[:100] for name in FIELDS}
        return cls(data.get("method", "")[:40], **typed)

    @classmethod
    def filled_with(cls, number: str) -> "PayForm":
        """Return the form filled with a known test card or account, or an empty one: a link never fills in anything else."""
        spaced = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        if cards.is_test_card(number):
            return cls("card", number=spaced, expiry="12 / 34", cvc="123", name="Camille Peeters")
        if number in ibans.TEST_IBANS:
            return cls("sepa_debit", iban=spaced, holder="Camille Peeters")
        return cls()

    def check(self, today: dt.date, *, asks_email: bool) -> bool:
        """Fill `errors`; return whether it can be sent to the bank. Without a method only the address is looked at."""
        if asks_email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", self.email.strip()):
            self.errors["email"] = _("Enter an e-mail address, for example camille@example.com.")
        asked = BY_CODE[self.method].asks if self.method else ""
        if asked == "card":
            self._check_card(today)
        elif asked == "iban":
            self._check_iban()
        return not self.errors

    def _check_card(self, today: dt.date) -> None:
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

    def _check_iban(self) -> None:
        iban = ibans.compact(self.iban)
        if not ibans.is_iban(iban):
            self.errors["iban"] = _("Check the account number: it is not complete or has a typing error.")
        elif iban not in ibans.TEST_IBANS:
            self.errors["iban"] = _("This is not a test account. Take one from the list below, and never type a real one here.")
        if not self.holder.strip():
            self.errors["holder"] = _("Enter the name of the account holder.")

    def refuse(self, outcome: cards.CardOutcome) -> None:
        """Explain the bank's refusal beside the field that it is about."""
        self.errors[outcome.field] = decline_sentence(outcome.decline_code)

    def outcome(self) -> cards.CardOutcome:
        return cards.outcome_of(cards.digits(self.number))

    def bank_outcome(self) -> ibans.IbanOutcome:
        return ibans.TEST_IBANS[ibans.compact(self.iban)]

    def payer(self) -> Payer:
        """Return who pays; only brand, last four digits and expiry of a card go further than this form."""
        email = self.email.strip()
        if self.method == "sepa_debit":
            later = self.bank_outcome().later
            return Payer(self.method, name=self.holder.strip(), last4=ibans.compact(self.iban)[-4:], email=email, later=later)
        if self.method != "card":
            return Payer(self.method, email=email)
        number = cards.digits(self.number)
        return Payer(
            "card",
            name=self.name.strip(),
            brand=cards.brand_of(number),
            last4=number[-4:],
            expiry=cards.expiry_of(self.expiry) or (12, 2034),
            later=self.outcome().later,
            email=email,
        )


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
        ("4000000000000077", _("succeeds, and the shop can use the money at once")),
        ("4000000000000259", _("succeeds, and is contested afterwards")),
        ("4000000000005126", _("succeeds, but a refund fails later")),
        ("4000000000007726", _("succeeds, and a refund takes a while")),
        ("4000000000000341", _("can be kept for a subscription, but every payment is declined")),
    ]


def test_accounts() -> list[tuple[str, str]]:
    """Return (IBAN, what it does) for the list on the page."""
    return [
        ("AT611904300234573201", _("the bank pays after a moment")),
        ("AT321904300235473204", _("the bank pays after three minutes")),
        ("AT861904300235473202", _("the bank refuses after a moment")),
        ("AT051904300235473205", _("the bank refuses after three minutes")),
        ("AT591904300235473203", _("the bank pays, and the payment is contested")),
    ]
