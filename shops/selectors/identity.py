"""Who sells, as pages and mails write it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shops.models import EnterpriseCourt, LegalForm, ShopSettings
from shops.rules.addresses import one_line
from shops.rules.business_number import enterprise_number_in_full
from shops.rules.legal_form import NOT_IN_THE_REGISTER, is_said_in


@dataclass(frozen=True, slots=True)
class Identity:
    """The seller in the reader's language; what was not given is empty."""

    name: str
    legal_form: str  # in words; empty where the name says it already
    address: str  # on one line
    enterprise_number: str  # with the country
    register: str  # of legal persons, and its court
    professional_title: str
    supervision: str  # a sentence


def identity_of(said: ShopSettings) -> Identity:
    """Return how a shop's identity is written in the active language."""
    form = "" if is_said_in(said.legal_name, said.legal_form) else str(dict(LegalForm.choices).get(said.legal_form, said.legal_form))
    return Identity(
        name=said.legal_name or said.name,
        legal_form=form,
        address=one_line(said.street, said.postcode, said.city),
        enterprise_number=enterprise_number_in_full(said.enterprise_number),
        register=_register(said),
        professional_title=said.professional_title,
        supervision=_("Under the supervision of: %(authority)s") % {"authority": said.supervisory_authority}
        if said.supervisory_authority
        else "",
    )


def _register(said: ShopSettings) -> str:
    """Return "RPM Namur"; nothing of a natural person, who may have sold as a company before."""
    court = dict(EnterpriseCourt.choices).get(said.court)
    is_in_it = bool(court) and said.legal_form != NOT_IN_THE_REGISTER
    return _("RLP %(court)s") % {"court": court} if is_in_it else ""
