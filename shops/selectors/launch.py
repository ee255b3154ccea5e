"""What the shop itself needs before it opens: who sells, where, when, and how one gets it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kit.tenancy import current_tenant
from shops.launch import Requirement, Step
from shops.models import OpeningHours, ShippingMethod, ShopSettings
from shops.rules.addresses import is_in_brussels
from shops.rules.business_number import is_enterprise_number
from shops.rules.legal_form import is_legal_person


def shop_requirements() -> Iterable[Requirement]:
    """Return what the law asks of every web shop (CEL III.74, VI.45, XII.6), and what customers need to come; four queries."""
    said = _settings()
    own = current_tenant().languages[0]
    has = {name: bool(getattr(said, column)) for name, column in _columns(own).items()}
    has["enterprise_number"] = is_enterprise_number(said.enterprise_number)
    asked = _legal_words(is_legal_person=is_legal_person(said.legal_form))
    for position, (key, (title, sentence)) in enumerate(asked.items(), start=10):
        yield Requirement(key=key, title=title, sentence=sentence, is_met=has[key], position=position, form_key=key)
    yield Requirement(
        key="hours",
        title=_("Opening hours"),
        sentence=_("Say when customers can come, or that you receive by appointment."),
        is_met=said.by_appointment or OpeningHours.objects.exists(),
        position=30,
        form_key="hours",
        url_name="bo_shop_hours",
        action=_("Write the opening hours"),
    )
    yield Requirement(
        key="delivery",
        title=_("A way to get the order"),
        sentence=_("Offer collection in the shop, or delivery: without it nobody can order."),
        is_met=ShippingMethod.objects.filter(is_active=True).exists(),
        position=31,
        url_name="bo_shop_delivery",
        action=_("Collection and delivery"),
    )
    yield _two_languages(said)


def shop_steps() -> Iterable[Step]:
    """Return the steps of the setup guide that the shop's own settings know of; four queries."""
    said = _settings()
    own = current_tenant().languages[0]
    has_address = bool(getattr(said, f"street_{own}") and said.postcode)
    yield Step(
        key="place",
        title=_("Address and opening hours"),
        sentence=_("So that customers find you, and find you open.")
        if not has_address
        else _("Your address is there. Say when you are open."),
        action=_("Write the address") if not has_address else _("Write the opening hours"),
        url_name="bo_shop_identity" if not has_address else "bo_shop_hours",
        is_done=has_address and (said.by_appointment or OpeningHours.objects.exists()),
        position=2,
    )
    yield Step(
        key="delivery",
        title=_("Collection and delivery"),
        sentence=_("How customers get their order. Collection in the shop is enough to begin with."),
        action=_("Choose how"),
        url_name="bo_shop_delivery",
        is_done=ShippingMethod.objects.filter(is_active=True).exists(),
        position=3,
    )
    yield Step(
        key="look",
        title=_("Your look"),
        sentence=_("A theme, your colour, your logo or a picture of the shop."),
        action=_("Choose the look"),
        url_name="bo_shop_look",
        is_done=bool(said.brand_color or said.logo_id or said.hero_picture_id),
        position=5,
    )
    yield Step(
        key="live",
        title=_("Open the shop"),
        sentence=_("We look together at what is still missing, you place a test order, and the door opens."),
        action=_("See what is missing"),
        url_name="bo_launch",
        is_done=said.launched_at is not None,
        position=6,
    )


def _settings() -> ShopSettings:
    return ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)


def _columns(own: str) -> dict[str, str]:
    return {
        "legal_name": "legal_name",
        "legal_form": "legal_form",
        "enterprise_number": "enterprise_number",
        "court": "court",
        "vat": f"vat_note_{own}",
        "street": f"street_{own}",
        "postcode": "postcode",
        "city": f"city_{own}",
        "phone": "phone",
        "email": "email",
    }


def _legal_words(*, is_legal_person: bool) -> dict[str, tuple[str, str]]:
    register = {
        "court": (
            _("Register of legal persons"),
            _("A company or an association names the court that keeps its register: it is the one of your registered office."),
        )
    }
    return {
        "legal_name": (_("Legal name"), _("The law asks who sells: your own name, or that of your company.")),
        "legal_form": (_("Legal form"), _("The law asks under which form you sell; most small shops are a natural person or an SRL/BV.")),
        "enterprise_number": (
            _("Enterprise number"),
            _("Ten digits that the Crossroads Bank for Enterprises gave you; the law wants them on each page."),
        ),
        **(register if is_legal_person else {}),
        "vat": (_("VAT"), _("Say once how your shop stands with VAT; we write the right sentence in each language.")),
        "street": (_("Street and number"), _("The law wants the address of the business on the site, and customers want to find you.")),
        "postcode": (_("Postcode"), _("It places your shop on the map and in the list of shops.")),
        "city": (_("Municipality"), _("It belongs to your address.")),
        "phone": (_("Phone"), _("Who sells online must be reachable by phone as well as by e-mail.")),
        "email": (_("E-mail"), _("Customers answer to it, and the law wants it on the site.")),
    }


def _two_languages(said: ShopSettings) -> Requirement:
    offered = current_tenant().languages
    told = {code for code in ("fr", "nl") if code in offered and (getattr(said, f"tagline_{code}") or getattr(said, f"hero_title_{code}"))}
    return Requirement(
        key="two_languages",
        title=_("French and Dutch"),
        sentence=_("In Brussels, what customers must know is told in French and in Dutch. Offer both, with a line of your own in each."),
        is_met=not is_in_brussels(said.postcode) or told == {"fr", "nl"},
        position=40,
        url_name="bo_shop_texts",
        action=_("Write the texts"),
        blocks=False,
    )
