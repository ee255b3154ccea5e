"""Home, lists, a product, search."""

from http import HTTPStatus
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.models import Category
from catalog.rules.search import clean_query
from catalog.selectors import listings
from catalog.selectors.addresses import category_url, product_url
from catalog.selectors.former_addresses import category_moved_to, product_moved_to
from catalog.selectors.home import home_parts
from catalog.selectors.product_page import product_page
from catalog.selectors.search import search_products
from catalog.storefront.moved import moved_category, moved_product, permanently
from catalog.storefront.visitor import holder_names
from kit.clock import now
from shops.context import frame_of
from shops.figures.marks import PAGE, counted, counts_as
from shops.models import FigureKind
from shops.pages.draft import public_page
from shops.rules.themes import ANNOUNCEMENT, HERO, PRODUCTS
from shops.storefront import drawings

LONGEST_ID = 18  # digits, as kit.converters has it
NAMED_IN_DESCRIPTION = 6  # more do not fit anyway

SORT_NAMES = {
    listings.NEWEST: gettext_lazy("Newest first"),
    listings.CHEAPEST: gettext_lazy("Price, low to high"),
    listings.DEAREST: gettext_lazy("Price, high to low"),
    listings.BY_NAME: gettext_lazy("Name"),
}


class SortOption(NamedTuple):
    """One order of a list, as components/sort.html wants it."""

    value: str
    label: str
    is_current: bool


@require_safe
@counted(PAGE)
@public_page()
def home(request: HttpRequest) -> HttpResponse:
    return render_home(request)


def render_home(request: HttpRequest, *, is_preview: bool = False) -> HttpResponse:
    """Draw the home page of the frame that belongs to `request`; in a preview, what it leads to opens beside it."""
    shop = frame_of(request)
    parts = home_parts(
        shop.sections,
        theme=shop.theme,
        categories=shop.categories,
        has_cover_picture=shop.hero_picture is not None,
        mine=holder_names(request),
        now=now(),
    )
    kinds = {part.section.kind for part in parts}
    context = {
        "parts": parts,
        "is_preview": is_preview,
        "has_cover": HERO in kinds,
        "tells_news": ANNOUNCEMENT in kinds,
        "has_products": any(part.cards for part in parts if part.section.kind == PRODUCTS),
    }
    return render(request, "storefront/home/page.html", context)


@require_safe
@counted(PAGE)
@public_page("sort", "available", "page")
def products(request: HttpRequest) -> HttpResponse:
    return _listing(request, title=_("Everything in the shop"))


@require_safe
@counted(PAGE)
@public_page("sort", "available", "page")
def category(request: HttpRequest, slug: str) -> HttpResponse:
    in_menu = next((link for link in frame_of(request).categories if link.slug == slug), None)
    shown = in_menu or Category.objects.filter(slug=slug).first()  # one without products is in no menu
    if shown is None:
        return moved_category(request, slug)
    return _listing(request, title=shown.name or slug, category_id=shown.id)


def _listing(request: HttpRequest, *, title: str, category_id: int | None = None) -> HttpResponse:
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORT_NAMES else listings.NEWEST
    only_available = request.GET.get("available") == "1"
    found = listings.Listing(category_id=category_id, only_available=only_available, sort=sort)
    page = listings.listing_page(found, request.GET.get("page"), mine=holder_names(request), now=now())
    is_plain = sort == listings.NEWEST and not only_available
    town = frame_of(request).city
    context = {
        "title": title,
        "search_title": f"{title}, {town}" if town and category_id else title,  # a product may be called like its shelf
        "title_ending": ", " + _("page %(number)s") % {"number": page.number} if page.number > 1 else "",
        "names": ", ".join(card.name for card in page.object_list[:NAMED_IN_DESCRIPTION]),
        "plain_page": page.number if is_plain else 1,
        "page": page,
        "only_available": only_available,
        "sort_options": tuple(SortOption(value, str(label), value == sort) for value, label in SORT_NAMES.items()),
        "is_everything": category_id is None,
    }
    return drawings.page(request, "storefront/category/page.html", context)


@require_safe
@counted(FigureKind.PRODUCTS)
@public_page()
def product(request: HttpRequest, slug: str) -> HttpResponse:
    return show_product(request, slug)


@require_safe
def product_without_slash(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the page at once, also from a former address: one step, not two."""
    return permanently(request, product_url(product_moved_to(slug) or slug))


@require_safe
def category_without_slash(request: HttpRequest, slug: str) -> HttpResponse:
    return permanently(request, category_url(category_moved_to(slug) or slug))


def show_product(request: HttpRequest, slug: str, *, quantity: str = "1", problem: str = "") -> HttpResponse:
    """
    Draw a product's page; with what was typed as quantity and what is the matter with it, answered 422.

    One that has another address now leads there.

    :raises Http404: if customers have no such product
    """
    page = product_page(slug, mine=holder_names(request), now=now(), wanted=_wanted_variant(request))
    if page is None:
        return moved_product(request, slug)
    if not (page.is_published or page.is_archived):
        raise Http404
    if page.is_archived:
        return render(request, "storefront/product/retired.html", {"product": page}, status=HTTPStatus.GONE)
    context = {"product": page, "quantity": quantity, "problem": problem}
    if problem:
        return render(request, "storefront/product/page.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return drawings.page(request, "storefront/product/page.html", context)


def _wanted_variant(request: HttpRequest) -> int | None:
    text = request.GET.get("variant", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


@require_safe
@counted(PAGE)
def search(request: HttpRequest) -> HttpResponse:
    query = clean_query(request.GET.get("q", ""))
    result = search_products(query=query, page=request.GET.get("page"), mine=holder_names(request), now=now())
    response = render(request, "storefront/search/page.html", {"query": query, "result": result})
    return counts_as(response, FigureKind.EMPTY_SEARCHES) if query and not result.count else response
