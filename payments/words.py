"""What Stripe says of a shop's account, in words of people who bake."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from payments.rules.requirements import Group
from payments.selectors.accounts import current_account

REQUIREMENTS = {
    "terms": _("Your agreement to the terms of Stripe"),
    "document": _("A photo of a document, such as an identity card"),
    "bank_account": _("The bank account on which you want your money"),
    "owners": _("Who owns or leads the business"),
    "you": _("Who you are: name, date of birth, address"),
    "contact": _("How customers reach you: phone or e-mail"),
    "what_you_sell": _("What you sell"),
    "business": _("Your business: name, legal form, address, company number"),
}
METHODS = {  # in the order in which Belgium pays
    "bancontact_payments": "Bancontact",
    "card_payments": _("cards, Apple Pay and Google Pay"),
    "ideal_payments": "iDEAL | Wero",
    "klarna_payments": "Klarna",
    "sepa_debit_payments": _("direct debit"),
}
FOR_CUSTOMERS = METHODS | {"card_payments": _("card")}


def requirement_words(group: Group) -> str:
    """Return one thing that Stripe asks for, in words."""
    return str(REQUIREMENTS.get(group.code) or ", ".join(group.details))


def method_words(capabilities: list[str]) -> list[str]:
    """Return the ways to pay of these capabilities in words, Bancontact first; what we have no name for is left out."""
    return _named(METHODS, capabilities)


def methods_offered() -> list[str]:
    """Return with what the shop's customers can pay online, in words that begin a sentence; as Stripe last said, without asking it."""
    account = current_account()
    active = account.active_methods if account is not None else []
    methods = _named(FOR_CUSTOMERS, active)
    return [_beginning(words) if place == 0 else words for place, words in enumerate(methods)]


def _named(table: dict[str, Any], capabilities: list[str]) -> list[str]:
    return [str(words) for name, words in table.items() if name in capabilities]


def _beginning(words: str) -> str:
    """Return words as a sentence begins with them; a name keeps its own way of writing."""
    return capfirst(words) if words.islower() else words
