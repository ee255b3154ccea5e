"""The cart page, and the forms that fill and change it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Product
from catalog.storefront.views import show_product
from kit.clock import now
from kit.http import see_other
from kit.messages import LEADS_TO_CART
from orders import cart_cookie
from orders.models import Cart
from orders.selectors.cart_page import cart_page
from orders.services.add_to_cart import NotForSale, OnlySomeLeft, add_to_cart
from orders.services.set_quantity import set_quantity
from orders.storefront.forms import AddForm, LineForm
from orders.storefront.private import private_page
from shops.figures.marks import PAGE, counted, counts_as
from shops.models import FigureKind

STAY = "stay"  # the wish to come back to the product's page


@private_page
@require_safe
@counted(PAGE)
def cart(request: HttpRequest) -> HttpResponse:
    return _cart_page(request)


@private_page
@require_POST
def cart_lines(request: HttpRequest) -> HttpResponse:
    form = AddForm(request.POST)
    form.full_clean()
    if "variant" in form.errors:
        raise Http404
    if not form.is_valid():
        return _refused(request, form)
    variant_id, wanted = form.cleaned_data["variant"], max(1, form.cleaned_data["quantity"])
    former = cart_cookie.find_cart(request)
    try:
        changed = add_to_cart(cart=former, variant_id=variant_id, quantity=wanted, now=now())
    except NotForSale:
        messages.warning(request, _("That is not for sale any more."))
        return see_other("cart")
    except OnlySomeLeft as short:
        messages.warning(request, _what_is_left(short.available))
        changed = short.cart
    else:
        messages.success(request, _("It is in your basket."), extra_tags=LEADS_TO_CART if form.cleaned_data["next"] else "")
    response = see_other(_where_next(form.cleaned_data["next"], variant_id))
    cart_cookie.remember(request, response, changed)
    return response if former is not None and former.pk == changed.pk else counts_as(response, FigureKind.BASKETS)


def _refused(request: HttpRequest, form: AddForm) -> HttpResponse:
    """Answer a quantity that is none where it was typed: on the product's page, else beside the cart."""
    problem, slug = _first_error(form), _slug_of(form.cleaned_data["variant"])
    if slug and form.cleaned_data.get("next") == STAY:
        return show_product(request, slug, quantity=request.POST.get("quantity", ""), problem=problem)
    return _cart_page(request, problem=problem)


@private_page
@require_POST
def cart_line(request: HttpRequest, pk: int) -> HttpResponse:
    visitors_cart = cart_cookie.find_cart(request)
    if visitors_cart is None:
        return see_other("cart")
    form = LineForm(request.POST)
    if "remove" not in request.POST and not form.is_valid():
        return _cart_page(request, problem=_first_error(form), problem_line=pk)
    changed = _change(request, visitors_cart, pk, 0 if "remove" in request.POST else form.cleaned_data["quantity"])
    response = see_other("cart")
    cart_cookie.remember(request, response, changed)
    return response


def _change(request: HttpRequest, visitors_cart: Cart, line_id: int, wanted: int) -> Cart:
    try:
        return set_quantity(cart=visitors_cart, line_id=line_id, quantity=1 if wanted < 0 else wanted, now=now())
    except OnlySomeLeft as short:
        messages.warning(request, _what_is_left(short.available))
        return short.cart


def _cart_page(request: HttpRequest, *, problem: str = "", problem_line: int | None = None) -> HttpResponse:
    page = cart_page(cart_cookie.find_cart(request), now=now())
    unpaid = cart_cookie.find_unpaid_order(request)
    typed = request.POST.get("quantity", "")
    context = {"page": page, "unpaid": unpaid, "problem": problem, "problem_line": problem_line, "typed": typed}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    response = render(request, "storefront/cart/page.html", context, status=status)
    said = cart_cookie.read(request)
    if not page.lines and unpaid is None and (said.count or said.unpaid):
        cart_cookie.forget(response)
    return response


def _what_is_left(available: int) -> str:
    if available < 1:
        return _("There is none left for you just now: another customer was quicker.")
    return ngettext(
        "Only %(number)s is left: it is in your basket.", "Only %(number)s are left: they are all in your basket.", available
    ) % {"number": available}


def _where_next(wish: str, variant_id: int) -> str:
    """Return where to go after adding: the cart, or the page the visitor came from when it asked so and is ours."""
    if wish == STAY:
        slug = _slug_of(variant_id)
        return reverse("product", kwargs={"slug": slug}) if slug else reverse("cart")
    if wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None):
        return wish
    return reverse("cart")


def _slug_of(variant_id: int) -> str | None:
    return Product.objects.filter(variants=variant_id).values_list("slug", flat=True).first()


def _first_error(form: AddForm | LineForm) -> str:
    return str(next(iter(form.errors.values()))[0])
