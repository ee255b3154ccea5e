"""Reading what every page of a shop shows around its content from the shop's tables."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import get_language

from kit.clock import in_brussels, now
from kit.tenancy import current_tenant
from shops.models import HomeSection, OpeningException, OpeningHours, ShippingKind, ShippingMethod, ShopPicture, ShopSettings
from shops.rules.fonts import PAIRS
from shops.rules.home import Section, shown, whole
from shops.rules.opening_hours import Schedule, Stretch, schedule_of
from shops.rules.themes import NEVER_SEEN, THEMES
from shops.selectors.frame_values import CategoryLink, Photo, ShippingOffer, ShopFrame
from shops.selectors.identity import identity_of

CategorySource = Callable[[], Iterable[CategoryLink]]


def _no_categories() -> Iterable[CategoryLink]:
    return ()


_categories: CategorySource = _no_categories


def register_categories(source: CategorySource) -> None:
    """Say who knows the shop's categories, in the active language; the catalog does, from AppConfig.ready()."""
    global _categories
    _categories = source


def known_categories() -> tuple[CategoryLink, ...]:
    """Return the categories that have something online, in the active language; one statement."""
    return tuple(_categories())


def read_frame() -> ShopFrame:
    """Return the frame of the bound shop in the active language, read anew; six statements."""
    tenant = current_tenant()
    said = ShopSettings.objects.select_related("logo", "hero_picture", "story_picture").first() or ShopSettings(name=tenant.name)
    theme = said.theme if said.theme in THEMES else NEVER_SEEN
    logo, identity = _photo(said.logo), identity_of(said)
    return ShopFrame(
        name=said.name,
        trade=tenant.trade,
        theme=theme,
        language=get_language() or tenant.languages[0],
        languages=tenant.languages,
        default_language=tenant.languages[0],
        hero_picture=_photo(said.hero_picture, said.hero_alt),
        story_picture=_photo(said.story_picture, said.story_alt),
        logo_url=logo.renditions[-1][2] if logo else "",
        latitude=said.latitude,
        longitude=said.longitude,
        font_pair=said.font_pair if said.font_pair in PAIRS else "",
        legal_form=identity.legal_form,
        enterprise_number=identity.enterprise_number,
        register=identity.register,
        professional_title=identity.professional_title,
        supervision=identity.supervision,
        by_appointment=said.by_appointment,
        paused_until=said.paused_until,
        schedule=_schedule(),
        shipping=_shipping(),
        categories=known_categories(),
        sections=shown(whole(saved_sections(), theme=theme)),
        home_url=_path("home"),
        products_url=_path("products"),
        search_url=_path("search"),
        cart_url=_path("cart"),
        **{name: getattr(said, name) or "" for name in _PLAIN_TEXTS},
    )


def _path(name: str) -> str:
    return reverse(name, urlconf="config.urls_shop")  # named, as tasks and scripts read the frame too


_PLAIN_TEXTS = (
    "tagline",
    "announcement",
    "hero_title",
    "hero_text",
    "story_title",
    "story_text",
    "brand_color",
    "street",
    "postcode",
    "city",
    "how_to_get_there",
    "phone",
    "email",
    "legal_name",
    "vat_note",
)


def saved_sections() -> list[Section]:
    """Return the sections of the home page as they were arranged, in the active language; none where nothing was. One statement."""
    return [
        Section(row.kind, row.pk, row.is_shown, row.title or "", row.text or "", row.count, row.category_id)
        for row in HomeSection.objects.all()
    ]


def _photo(picture: ShopPicture | None, alt: str = "") -> Photo | None:
    if picture is None or not picture.is_ready or not picture.files:
        return None
    return Photo(tuple((file.width, file.avif_url, file.jpeg_url) for file in picture.renditions), picture.width, picture.height, alt or "")


def _schedule() -> Schedule:
    yesterday = in_brussels(now()).date()
    return schedule_of(
        ordinary=[(row.weekday, Stretch(row.opens, row.closes, row.note)) for row in OpeningHours.objects.all()],
        exceptions=OpeningException.objects.filter(date__gte=yesterday).values_list("date", "opens", "closes", "reason"),
    )


def _shipping() -> tuple[ShippingOffer, ...]:
    methods = ShippingMethod.objects.filter(is_active=True)
    return tuple(ShippingOffer(row.kind == ShippingKind.PICKUP, row.name or "", row.description or "", row.price) for row in methods)
