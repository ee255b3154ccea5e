"""Another address for a product or a category: one field, and the promise that old links keep working."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from catalog.models import Category, Product
from catalog.selectors.addresses import category_url, product_url
from catalog.services.change_address import AddressTaken, UnusableAddress, change_category_address, change_product_address
from kit.forms import OneLineField
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.tenancy import current_tenant
from kit.urls import public_origin
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TAKEN = gettext_lazy("Another one has this address, or had it: its links must not end here.")
UNUSABLE = gettext_lazy("An address is made of letters, digits and hyphens, and is not too long.")


class AddressForm(forms.Form):
    """The last part of an address; what cannot stand in one is left out when it is saved."""

    use_required_attribute = False

    address = OneLineField(
        label=gettext_lazy("Last part of the address"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give it an address.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


@backoffice_view(May.EDIT_PRODUCTS)
@GET_OR_POST
def product_address(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    back = reverse("bo_product", args=[pk])
    return _page(request, product, back, product_url, lambda typed: change_product_address(product_id=pk, address=typed))


@backoffice_view(May.EDIT_PRODUCTS)
@GET_OR_POST
def category_address(request: HttpRequest, pk: int) -> HttpResponse:
    category = get_object_or_404(Category, pk=pk)
    back = reverse("bo_category", args=[pk])
    return _page(request, category, back, category_url, lambda typed: change_category_address(category_id=pk, address=typed))


def _page(
    request: HttpRequest, row: Product | Category, back: str, url_of: Callable[[str], str], change: Callable[[str], Any]
) -> HttpResponse:
    form = AddressForm(sent_form(request), initial={"address": row.slug})
    if form.is_valid() and _save(form, change):
        messages.success(request, _("Saved. Links to the former address lead to the new one."))
        return see_other(back)
    tenant = current_tenant()
    with override(tenant.languages[0]):
        whole = public_origin(tenant.hostname) + url_of(row.slug)
    before, _slug, after = whole.rpartition(row.slug)
    context = {"form": form, "name": row.name or row.slug, "back_url": back, "before": before, "after": after}
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "backoffice/products/address.html", context, nav_key="products", status=status)


def _save(form: AddressForm, change: Callable[[str], Any]) -> bool:
    """Change the address; on a refusal, put the reason beside the field and return False."""
    try:
        change(form.cleaned_data["address"])
    except AddressTaken:
        form.add_error("address", TAKEN)
    except UnusableAddress:
        form.add_error("address", UNUSABLE)
    return not form.errors
