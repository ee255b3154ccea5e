"""A product's page: one form, one save bar."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog.backoffice.edit_forms import OptionForm, ProductForm, VariantForm, changes_of
from catalog.backoffice.line_forms import DefectsForm, FactsForm
from catalog.backoffice.words import MISSING, STATE_OF_ONE, TOO_MANY_CATEGORIES
from catalog.models import Product, ProductImage
from catalog.selectors.backoffice import variants_of
from catalog.services.add_category import TooManyCategories
from catalog.services.add_photo import TooManyPhotos, add_photo
from catalog.services.move_photo import move_photo
from catalog.services.publish_product import NotReadyToPublish, publish_product
from catalog.services.remove_photo import remove_photo
from catalog.services.set_options import TooManyVariants, VariantHeld, set_options
from catalog.services.stock import HeldByCheckout
from catalog.services.update_product import SkuTaken, update_product
from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page


@dataclass
class ProductPage:
    """The forms of one product's page."""

    product: Product
    form: ProductForm
    variants: list[VariantForm]
    options: list[OptionForm]
    facts: FactsForm
    defects: DefectsForm | None

    @property
    def forms(self) -> list[Form]:
        return [self.form, *self.variants, *self.options, self.facts, *([self.defects] if self.defects else [])]

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms if not form.is_valid()]  # each of them, so that all that is wrong is said at once
        return not wrong


@backoffice_view()
@require_http_methods(["GET", "HEAD", "POST"])
def edit_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    if request.method != "POST":
        return _show(request, _forms(product))
    forms = _forms(product, request.POST, request.FILES)
    is_valid = forms.is_valid()
    _add_photos(forms)
    if not (is_valid and not forms.form.errors and _save(request, forms)):
        return _show(request, forms, status=UNPROCESSABLE)
    return _then(request, product, request.POST.get("then", ""))


def _forms(product: Product, data: Any = None, files: Any = None) -> ProductPage:
    images = list(product.images.all())
    options = {option.axis: option for option in product.options.prefetch_related("values")}
    variants = variants_of(product)
    for variant in variants:
        variant.product = product
    return ProductPage(
        product=product,
        form=ProductForm(data, files, product=product, images=images),
        variants=[VariantForm(data, variant=variant) for variant in variants],
        options=[] if product.is_unique else [OptionForm(data, axis=axis, option=options.get(axis)) for axis in (1, 2)],
        facts=FactsForm(data, lines=product.facts, removing=_removing(data, "facts")),
        defects=_defects_form(product, data) if product.is_unique else None,
    )


def _defects_form(product: Product, data: Any) -> DefectsForm:
    return DefectsForm(data, lines=[{"text": defect} for defect in product.defects], removing=_removing(data, "defects"))


def _removing(data: Any, name: str) -> int | None:
    """Return the place of the line whose button was pressed, if it was one of these lines."""
    wish, _colon, place = (data or {}).get("then", "").partition(":")
    return int(place) if wish == f"{name}-remove" and place.isascii() and place.isdigit() and len(place) < 4 else None


def _add_photos(forms: ProductPage) -> None:
    """Keep the photographs sent, whatever else is wrong on the page: nobody takes them twice."""
    for file in forms.form.cleaned_data.get("photos") or []:
        try:
            add_photo(product_id=forms.product.pk, file=file, now=now())
        except TooManyPhotos:
            forms.form.add_error("photos", _("Twelve photos at most. Remove one first."))
            return


def _save(request: HttpRequest, forms: ProductPage) -> bool:
    """Save what was typed; on a refusal, put the reason beside its field and return False."""
    pk, user_id = forms.product.pk, request.user.pk
    try:
        with transaction.atomic(using=SHOP_ALIAS):
            update_product(
                product_id=pk, changes=changes_of(forms.form, forms.variants, forms.facts, forms.defects), user_id=user_id, now=now()
            )
            if any(option.has_changed() for option in forms.options):
                plans = [plan for option in forms.options if (plan := option.plan())]
                set_options(product_id=pk, plans=plans, user_id=user_id, now=now())
    except (SkuTaken, HeldByCheckout, NotReadyToPublish, TooManyCategories, TooManyVariants, VariantHeld) as error:
        _explain(forms, error)
        return False
    return True


def _explain(forms: ProductPage, error: Exception) -> None:
    if isinstance(error, SkuTaken):
        variant = next((form for form in forms.variants if form.cleaned_data.get("sku") == error.sku), forms.variants[0])
        variant.add_error("sku", _("Another product has this article code."))
    elif isinstance(error, HeldByCheckout):
        text = ngettext(
            "A customer is paying for %(count)d of them right now.", "Customers are paying for %(count)d of them right now.", error.held
        )
        changed = next((form for form in forms.variants if "on_hand" in form.changed_data), forms.variants[0])
        changed.add_error("on_hand", text % {"count": error.held})
    elif isinstance(error, NotReadyToPublish):
        for code in error.missing:
            forms.form.add_error(None, MISSING[code])
    elif isinstance(error, TooManyCategories):
        forms.form.add_error("new_category", TOO_MANY_CATEGORIES)
    elif isinstance(error, VariantHeld):
        forms.options[0].add_error(None, _("A customer is paying for one of the variants that would go. Try again in half an hour."))
    else:
        forms.options[0].add_error(None, _("That makes too many variants: sixty at most."))


def _then(request: HttpRequest, product: Product, wish: str) -> HttpResponse:
    """Do what the pressed button asks for besides saving."""
    action, _colon, image = wish.partition(":")
    anchor = {"facts": "#facts", "defects": "#defects"}.get(action.partition("-")[0], "")
    if image.isascii() and image.isdigit() and len(image) < 19 and ProductImage.objects.filter(pk=int(image), product=product).exists():
        anchor = "#photos"
        if action == "photo-remove":
            remove_photo(image_id=int(image))
        else:
            move_photo(image_id=int(image), steps=-1 if action == "photo-up" else 1)
    if action == "publish":
        return _publish(request, product)
    messages.success(request, _("Saved."))
    return see_other(reverse("bo_product", kwargs={"pk": product.pk}) + anchor)


def _publish(request: HttpRequest, product: Product) -> HttpResponse:
    try:
        publish_product(product_id=product.pk, now=now())
    except NotReadyToPublish as error:
        forms = _forms(get_object_or_404(Product, pk=product.pk))
        return _show(request, forms, missing=[MISSING[code] for code in error.missing], status=UNPROCESSABLE)
    messages.success(request, _("It is online."))
    return see_other("bo_product", pk=product.pk)


def _show(request: HttpRequest, forms: ProductPage, *, missing: list[Any] | None = None, status: int = 200) -> HttpResponse:
    product = forms.product
    context = {
        "page": forms,
        "product": product,
        "missing": missing or [],
        "has_errors": bool(missing) or any(form.errors for form in forms.forms),
        "state_label": STATE_OF_ONE[product.status],
        "public_url": public_url(product) if product.is_published else "",
    }
    return page(request, "backoffice/products/edit.html", context, nav_key="products", status=status)


def public_url(product: Product) -> str:
    """Return the product's page in the shop, in the shop's own language; empty while there is no such page."""
    try:
        with translation.override(current_tenant().languages[0]):
            return reverse("product", kwargs={"slug": product.slug})
    except NoReverseMatch:
        return ""
