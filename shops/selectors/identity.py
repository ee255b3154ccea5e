"""Who sells, as pages and mails write it."""

from dataclasses import dataclass

from shops.models import LegalForm, ShopSettings
from shops.rules.addresses import one_line
from shops.rules.business_number import enterprise_number_in_full
from shops.rules.legal_form import is_said_in


@dataclass(frozen=True, slots=True)
class Identity:
    """The seller in the reader's language; what was not given is empty."""

    name: str
    legal_form: str  # in words; empty where the name says it already
    address: str  # on one line
    enterprise_number: str  # with the country


def identity_of(said: ShopSettings) -> Identity:
    """Return how a shop's identity is written in the active language."""
    form = "" if is_said_in(said.legal_name, said.legal_form) else str(dict(LegalForm.choices).get(said.legal_form, said.legal_form))
    return Identity(
        name=said.legal_name or said.name,
        legal_form=form,
        address=one_line(said.street, said.postcode, said.city),
        enterprise_number=enterprise_number_in_full(said.enterprise_number),
    )
