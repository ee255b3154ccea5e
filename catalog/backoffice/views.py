"""The list of products, and what is done to one of them with a single button."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.backoffice.words import MISSING, STATE_OF_ONE, STATES
from catalog.models import Product, ProductImage
from catalog.selectors.backoffice import count_by_state, product_list, product_rows
from catalog.selectors.pace import pace_in_words
from catalog.services.archive_product import archive_product
from catalog.services.duplicate_product import duplicate_product
from catalog.services.examples import delete_examples
from catalog.services.publish_product import NotReadyToPublish, publish_product
from catalog.services.unpublish_product import unpublish_product
from kit.clock import now
from kit.http import see_other
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.limit_words import limit_words
from shops.rules.standing import Standing
from shops.selectors.standing import standing
from shops.services.keep_limit import LimitReached
from tenants.permissions import May

PER_PAGE = 25
MAX_QUERY = 80


@backoffice_view(May.SEE_PRODUCTS)
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "all")
    state = state if state in STATES else "all"
    query = request.GET.get("q", "")[:MAX_QUERY]
    listed = Paginator(product_list(state=state, query=query), PER_PAGE).get_page(request.GET.get("page"))
    counts = count_by_state()
    context = {
        "listed": listed,
        "rows": [(row, STATE_OF_ONE[row.state]) for row in product_rows(list(listed.object_list))],
        "tabs": [{"key": key, "label": label, "count": counts[key], "is_current": key == state} for key, label in STATES.items()],
        "state": state,
        "query": query,
        "has_any": any(counts.values()),
        "has_examples": Product.objects.filter(is_example=True).exists(),
        "pace": pace_in_words(),
        "is_not_open": standing(now=now()) == Standing.NOT_OPEN,
    }
    return page(request, "backoffice/products/list.html", context, nav_key="products")


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    try:
        publish_product(product_id=product.pk, now=now())
        messages.success(request, _("It is online."))
    except NotReadyToPublish as error:
        for code in error.missing:
            messages.warning(request, MISSING[code])
    except LimitReached as error:
        messages.warning(request, limit_words(error))
    return see_other("bo_product", pk=product.pk)


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    try:
        unpublish_product(product_id=product.pk)
        messages.success(request, _("Customers do not see it any more. It is a draft again."))
    except LimitReached as error:
        messages.warning(request, limit_words(error))
    return see_other("bo_product", pk=product.pk)


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    archive_product(product_id=product.pk)
    messages.success(request, _("Archived. You find it again under Archived."))
    return see_other("bo_products")


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def copies(request: HttpRequest, pk: int) -> HttpResponse:
    original = get_object_or_404(Product, pk=pk)
    try:
        copy = duplicate_product(product_id=original.pk, user_id=request.user.pk, now=now())
    except LimitReached as error:
        messages.warning(request, limit_words(error))
        return see_other("bo_product", pk=original.pk)
    messages.success(request, _("This is the copy. Change what differs, then publish it."))
    return see_other("bo_product", pk=copy.pk)


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def examples_deletion(request: HttpRequest) -> HttpResponse:
    if delete_examples():
        messages.success(request, _("The examples are gone. The shelves are yours."))
    return see_other("bo_products")


@backoffice_view(May.EDIT_PRODUCTS)
@require_safe
def photo_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the fragment that shows where a photograph stands; the page asks again until it is ready."""
    image = ProductImage.objects.filter(pk=pk).first()
    if image is None:
        raise Http404
    return render(request, "backoffice/products/_photo.html", {"image": image})
