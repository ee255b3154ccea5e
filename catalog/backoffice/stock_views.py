"""How many there are: sold over the counter, or counted again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Product, Variant
from catalog.selectors.backoffice import variants_of
from catalog.services.stock import MAX_ON_HAND, CountChanged, HeldByCheckout, OutOfStock, set_on_hand, sold_in_shop
from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May


class SeenForm(forms.Form):
    """What the page showed when the button was pressed: a second tap then shows another number, and is refused."""

    seen = forms.IntegerField(min_value=0, max_value=MAX_ON_HAND)


class CountForm(forms.Form):
    """A new count."""

    on_hand = forms.IntegerField(
        min_value=0, max_value=MAX_ON_HAND, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, variant: Variant, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"count_{variant.pk}_%s"})
        self.fields["on_hand"].label = _("Counted again: how many are there?")
        self.fields["on_hand"].widget.attrs.update({"class": "input"})


@backoffice_view(May.COUNT_STOCK)
@require_safe
def product_stock(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(Product, pk=pk))


@backoffice_view(May.COUNT_STOCK)
@require_POST
def variant_sales(request: HttpRequest, pk: int) -> HttpResponse:
    variant = get_object_or_404(Variant.objects.select_related("product", "stock"), pk=pk)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else -1
    try:
        sold_in_shop(variant_id=variant.pk, user_id=request.user.pk, now=now(), seen=seen)
    except CountChanged:
        messages.info(request, _("The number has changed meanwhile. Look again before you note another sale."))
    except OutOfStock:
        messages.warning(request, _("None is left that could be sold: what there is, a customer is paying for right now."))
    else:
        left = seen - 1
        messages.success(
            request,
            ngettext("Noted. %(count)d left.", "Noted. %(count)d left.", left) % {"count": left}
            if left
            else _("Noted. That was the last one."),
        )
    return see_other("bo_product_stock", pk=variant.product_id)


@backoffice_view(May.COUNT_STOCK)
@require_POST
def variant_count(request: HttpRequest, pk: int) -> HttpResponse:
    variant = get_object_or_404(Variant.objects.select_related("product"), pk=pk)
    form = CountForm(request.POST, variant=variant)
    if form.is_valid() and _count(request, variant, form):
        messages.success(request, _("Counted: %(count)d.") % {"count": form.cleaned_data["on_hand"]})
        return see_other("bo_product_stock", pk=variant.product_id)
    return _show(request, variant.product, wrong=form, wrong_id=variant.pk, status=UNPROCESSABLE)


def _count(request: HttpRequest, variant: Variant, form: CountForm) -> bool:
    on_hand = form.cleaned_data["on_hand"]
    if variant.product.is_unique and on_hand > 1:
        form.add_error("on_hand", _("One of a kind is there once at most."))
        return False
    try:
        set_on_hand(variant_id=variant.pk, on_hand=on_hand, user_id=request.user.pk, now=now())
    except HeldByCheckout as error:
        text = ngettext(
            "A customer is paying for %(count)d of them right now.", "Customers are paying for %(count)d of them right now.", error.held
        )
        form.add_error("on_hand", text % {"count": error.held})
        return False
    return True


def _show(request: HttpRequest, product: Product, *, wrong: CountForm | None = None, wrong_id: int = 0, status: int = 200) -> HttpResponse:
    rows = [(variant, wrong if wrong and variant.pk == wrong_id else CountForm(variant=variant)) for variant in variants_of(product)]
    return page(
        request, "backoffice/products/stock.html", {"product": product, "rows": rows, "wrong": wrong}, nav_key="products", status=status
    )
