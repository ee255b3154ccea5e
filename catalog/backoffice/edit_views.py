"""A product's page: one form, one save bar."""

from collections.abc import Callable
from dataclasses import dataclass, field
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

from catalog.backoffice.edit_forms import ProductForm, VariantForm, changes_of
from catalog.backoffice.line_forms import DefectsForm, FactsForm
from catalog.backoffice.option_forms import OptionForm
from catalog.backoffice.words import MISSING, STATE_OF_ONE, TOO_MANY_CATEGORIES
from catalog.models import Product, ProductImage, Variant
from catalog.selectors.backoffice import variants_of
from catalog.services.add_category import TooManyCategories
from catalog.services.add_photo import TooManyPhotos, add_photo
from catalog.services.move_photo import move_photo
from catalog.services.publish_product import NotReadyToPublish, publish_product
from catalog.services.remove_photo import remove_photo
from catalog.services.set_options import TooManyVariants, VariantHeld, VariantsWouldGo, set_options
from catalog.services.stock import HeldByCheckout
from catalog.services.update_product import SkuTaken, update_product
from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.limit_words import limit_words
from shops.services.changed_meanwhile import ChangedMeanwhile
from shops.services.keep_limit import LimitReached
from tenants.permissions import May

REFUSALS = (
    ChangedMeanwhile,
    HeldByCheckout,
    NotReadyToPublish,
    SkuTaken,
    TooManyCategories,
    TooManyVariants,
    VariantHeld,
    VariantsWouldGo,
)


@dataclass
class ProductPage:
    """The forms of one product's page; `would_go` are the variants that go if the shopkeeper agrees."""

    product: Product
    form: ProductForm
    variants: list[VariantForm]
    options: list[OptionForm]
    facts: FactsForm
    defects: DefectsForm | None
    would_go: list[Variant] = field(default_factory=list)

    @property
    def forms(self) -> list[Form]:
        return [self.form, *self.variants, *self.options, self.facts, *([self.defects] if self.defects else [])]

    @property
    def would_go_ids(self) -> str:
        return ",".join(str(variant.pk) for variant in self.would_go)

    def is_valid(self) -> bool:
        bound = [form for form in self.forms if form.is_bound]  # a variant that the page did not have yet is not
        wrong = [form for form in bound if not form.is_valid()]  # each of them, so that all that is wrong is said at once
        return not wrong


@backoffice_view(May.EDIT_PRODUCTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    if request.method != "POST":
        return _show(request, _forms(product))
    forms = _forms(product, request.POST, request.FILES)
    is_valid = forms.is_valid() and not _lost_something(forms)
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
        variants=[VariantForm(data if data and f"v{variant.pk}-on_hand" in data else None, variant=variant) for variant in variants],
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
                set_options(product_id=pk, plans=plans, may_remove=_agreed(request), user_id=user_id, now=now())
    except REFUSALS as error:
        _explain(forms, error)
        return False
    return True


def _agreed(request: HttpRequest) -> set[int]:
    """Return the ids of the variants that the shopkeeper was told would go, and agreed to."""
    return {int(part) for part in request.POST.get("remove", "").split(",") if part.isascii() and part.isdigit() and len(part) < 19}


def _lost_something(forms: ProductPage) -> bool:
    """Say so when something was changed on the page that is not there any more: a variant, a value, a photograph."""
    data = forms.form.data
    here = {bound.html_initial_name for form in forms.forms for bound in form}
    gone = [name for name in data if name.startswith("initial-") and name not in here]
    if all(data.get(name.removeprefix("initial-"), "") in ("", data[name]) for name in gone):
        return False
    forms.form.add_error(None, _("Something that you changed was removed meanwhile. Look again, then save."))
    return True


def _explain(forms: ProductPage, error: Exception) -> None:
    if isinstance(error, ChangedMeanwhile):
        _explain_changes(forms, error)
    elif isinstance(error, SkuTaken):
        _beside(forms, "sku", _("Another product has this article code."), lambda form: form.cleaned_data.get("sku") == error.sku)
    elif isinstance(error, HeldByCheckout):
        text = ngettext(
            "A customer is paying for %(count)d of them right now.", "Customers are paying for %(count)d of them right now.", error.held
        )
        _beside(forms, "on_hand", text % {"count": error.held}, lambda form: "on_hand" in form.changed_data)
    elif isinstance(error, NotReadyToPublish):
        for code in error.missing:
            forms.form.add_error(None, MISSING[code])
    elif isinstance(error, TooManyCategories):
        forms.form.add_error("new_category", TOO_MANY_CATEGORIES)
    else:
        _explain_options(forms, error)


def _beside(forms: ProductPage, field: str, text: str, is_it: Callable[[VariantForm], bool]) -> None:
    """Put a message beside a field of the variant it is about; of variants that came meanwhile nothing was sent."""
    sent = [form for form in forms.variants if form.is_bound]
    variant = next((form for form in sent if is_it(form)), None)
    if variant is None:
        forms.form.add_error(None, text)
    else:
        variant.add_error(field, text)


def _explain_options(forms: ProductPage, error: Exception) -> None:
    if isinstance(error, VariantHeld):
        text = _("A customer is paying for one of the variants that would go or be renamed. Try again in half an hour.")
        forms.options[0].add_error(None, text)
    elif isinstance(error, VariantsWouldGo):
        forms.would_go = error.variants
    else:
        forms.options[0].add_error(None, _("That makes too many variants: sixty at most."))


def _explain_changes(forms: ProductPage, error: ChangedMeanwhile) -> None:
    for (table, pk), columns in error.present.items():
        if table is Product:
            for lines in (forms.facts, forms.defects):
                if lines is not None and lines.prefix in columns:
                    lines.say_lines_changed(columns.pop(lines.prefix))
            forms.form.say_columns_changed(columns)
        elif table is ProductImage:
            forms.form.say_changed({f"alt_{pk}_{column.removeprefix('alt_')}": text for column, text in columns.items()})
        elif table is Variant:
            next(form for form in forms.variants if form.variant.pk == pk).say_changed(columns)
        else:
            for form in forms.options:
                form.say_names_changed(table, pk, columns)


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
    except LimitReached as error:
        forms = _forms(get_object_or_404(Product, pk=product.pk))
        return _show(request, forms, missing=[limit_words(error)], status=UNPROCESSABLE)
    messages.success(request, _("It is online."))
    return see_other("bo_product", pk=product.pk)


def _show(request: HttpRequest, forms: ProductPage, *, missing: list[Any] | None = None, status: int = 200) -> HttpResponse:
    product = forms.product
    context = {
        "page": forms,
        "product": product,
        "missing": missing or [],
        "has_errors": bool(missing or forms.would_go) or any(form.errors for form in forms.forms),
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
