"""What the shop check asks of the shop's own settings."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kit.clock import in_brussels
from kit.templatetags.formats import day
from kit.tenancy import current_tenant
from shops.check import Point
from shops.models import OpeningException, OpeningHours, ShippingMethod, ShopSettings
from shops.rules.business_number import is_enterprise_number
from shops.rules.holidays import holidays_between
from shops.rules.legal_form import is_legal_person
from shops.rules.opening_hours import Stretch, schedule_of, stretches_on

HOLIDAYS_AHEAD = dt.timedelta(days=30)
IDENTITY, TEXTS, HOURS = "bo_shop_identity", "bo_shop_texts", "bo_shop_hours"


def shop_points(*, now: dt.datetime) -> Iterable[Point]:
    """Return eleven points about law, hours, texts, look and delivery; four queries."""
    said = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    yield from _who_and_where(said)
    yield from _when(said, in_brussels(now).date())
    yield from _words(said)
    yield Point(
        key="delivery",
        title=_("Collection or delivery"),
        why=_("Nothing is offered, so nobody can order."),
        url_name="bo_shop_delivery",
        is_met=ShippingMethod.objects.filter(is_active=True).exists(),
        position=11,
    )


def _who_and_where(said: ShopSettings) -> Iterable[Point]:
    own = current_tenant().languages[0]
    is_named = bool(said.legal_name and said.legal_form and is_enterprise_number(said.enterprise_number))
    yield Point(
        key="identity",
        title=_("Who sells"),
        why=_("A company or an association names the register of legal persons and its court: choose yours under legal details.")
        if is_named
        else _("The law wants legal name, legal form and a right enterprise number on each page."),
        url_name=IDENTITY,
        is_met=is_named and bool(said.court or not is_legal_person(said.legal_form)),
        position=1,
    )
    yield Point(
        key="address",
        title=_("Your address"),
        why=_("Without street, postcode and municipality customers do not find you."),
        url_name=IDENTITY,
        is_met=bool(getattr(said, f"street_{own}") and said.postcode and getattr(said, f"city_{own}")),
        position=2,
    )
    yield Point(
        key="contact",
        title=_("Phone and e-mail"),
        why=_("The law wants both, and a question that is answered becomes an order."),
        url_name=IDENTITY,
        is_met=bool(said.phone and said.email),
        position=3,
    )
    yield Point(
        key="vat",
        title=_("VAT"),
        why=_("Say how your shop stands with VAT: customers and the law want to know."),
        url_name=IDENTITY,
        is_met=bool(getattr(said, f"vat_note_{own}")),
        position=4,
    )


def _when(said: ShopSettings, today: dt.date) -> Iterable[Point]:
    rows = list(OpeningHours.objects.all())
    yield Point(
        key="hours",
        title=_("Opening hours"),
        why=_("A customer who does not know when you are open does not come."),
        url_name=HOURS,
        is_met=bool(rows) or said.by_appointment,
        position=5,
    )
    known = set(OpeningException.objects.filter(date__gte=today).values_list("date", flat=True))
    schedule = schedule_of(ordinary=[(row.weekday, Stretch(row.opens, row.closes)) for row in rows])
    ahead = [date for date in holidays_between(today, today + HOLIDAYS_AHEAD) if date not in known and stretches_on(schedule, date)]
    yield Point(
        key="holidays",
        title=_("The next holidays"),
        why=_("Are you open on %(day)s? Say so, or customers stand before a closed door.") % {"day": day(ahead[0])} if ahead else "",
        url_name=HOURS,
        is_met=not ahead,
        position=6,
    )


def _words(said: ShopSettings) -> Iterable[Point]:
    own, *others = current_tenant().languages
    yield Point(
        key="cover",
        title=_("A cover picture"),
        why=_("A picture of your shop, with words that say what it shows for those who can’t see it, is what people remember."),
        url_name="bo_shop_look",
        is_met=bool(said.hero_picture_id and getattr(said, f"hero_alt_{own}")),
        position=7,
    )
    yield Point(
        key="texts",
        title=_("Your own words"),
        why=_("A headline and a few sentences about you: a shop without them could be anybody’s."),
        url_name=TEXTS,
        is_met=bool(getattr(said, f"hero_title_{own}") and getattr(said, f"story_text_{own}")),
        position=8,
    )
    yield Point(
        key="languages",
        title=_("Every language you offer"),
        why=_("The headline is missing in one of your languages, so customers read another one."),
        url_name=TEXTS,
        is_met=all(getattr(said, f"hero_title_{code}") for code in others),
        position=9,
    )
    yield Point(
        key="look",
        title=_("Your look"),
        why=_("A logo or your own colour: people recognise the shop from the street."),
        url_name="bo_shop_look",
        is_met=bool(said.logo_id or said.brand_color),
        position=10,
    )
