"""The payment methods that the hosted page knows, and which of them it shows."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """
    `capability` must be active on the account. `asks` is what the page asks: a `card`, the buyer's `bank`
    (a page of its own), or an `iban`, whose money comes later or not at all.
    """

    code: str
    capability: str
    asks: str
    countries: frozenset[str] = frozenset()  # shown first to buyers of a shop there


METHODS = (
    Method("bancontact", "bancontact_payments", "bank", frozenset({"be"})),
    Method("ideal", "ideal_payments", "bank", frozenset({"nl"})),
    Method("card", "card_payments", "card"),
    Method("klarna", "klarna_payments", "bank"),
    Method("sepa_debit", "sepa_debit_payments", "iban"),
)
BY_CODE = {method.code: method for method in METHODS}


def offered(active: Iterable[str], *, country: str, currency: str, allowed: Iterable[str] = (), excluded: Iterable[str] = ()) -> list[str]:
    """
    Return the codes of the methods to show, the shop's own country's first.

    `active` are capabilities; `allowed` (all when empty) and `excluded` are the session's. Only cards take other
    currencies than the euro.
    """
    active, allowed, excluded = set(active), set(allowed), set(excluded)
    fitting = [
        method
        for method in METHODS
        if method.capability in active
        and (not allowed or method.code in allowed)
        and method.code not in excluded
        and (currency == "eur" or method.code == "card")
    ]
    return [method.code for method in sorted(fitting, key=lambda method: country not in method.countries)]
