"""The page for a new product, photo first."""

import datetime as dt
import secrets

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.backoffice.new_form import NewProductForm
from catalog.backoffice.words import TOO_MANY_CATEGORIES
from catalog.models import Product
from catalog.selectors.backoffice import waiting_photos
from catalog.services.add_category import TooManyCategories
from catalog.services.add_photo import MAX_PHOTOS, add_photo
from catalog.services.create_product import create_product, made_by
from catalog.services.publish_product import NotReadyToPublish, publish_product
from kit.clock import now
from kit.forms import parse_amount
from kit.http import UNPROCESSABLE, see_other
from kit.signing import BadSignature, sign, unsign
from kit.tenancy import current_tenant
from kit.text import one_line
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.limit_words import limit_words
from shops.services.keep_limit import LimitReached
from tenants.permissions import May

OPENED = "new-product-opened"


@backoffice_view(May.EDIT_PRODUCTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_product(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, NewProductForm(), [])
    once = request.POST.get("once", "")
    known = made_by(once)
    if known is not None and _says_the_same(request, known):  # a nervous thumb, or a phone that sends again
        messages.info(request, _("This product was saved already. Change it here if something is not right."))
        return see_other("bo_product", pk=known.pk)
    form = NewProductForm(request.POST, request.FILES, publishing=request.POST.get("then") == "publish")
    is_valid = form.is_valid()
    image_ids = _keep_photos(request, form)
    if known is not None:  # someone went back and wrote something else: another product, or a correction?
        form.add_error(None, _("This page was saved already, as “%(name)s”. Save again to make another product.") % {"name": known.name})
        return _show(request, form, image_ids, once=secrets.token_urlsafe(12), status=UNPROCESSABLE)
    if not is_valid:
        return _show(request, form, image_ids, status=UNPROCESSABLE)
    try:
        product = create_product(
            new=form.new_product(image_ids, once=once, opened_at=_opened_at(request)), user_id=request.user.pk, now=now()
        )
    except TooManyCategories:
        form.add_error("new_category", TOO_MANY_CATEGORIES)
        return _show(request, form, image_ids, status=UNPROCESSABLE)
    except LimitReached as error:
        form.add_error("name", limit_words(error))
        return _show(request, form, image_ids, status=UNPROCESSABLE)
    return _after(request, product, publishing=form.publishing)


def _after(request: HttpRequest, product: Product, *, publishing: bool) -> HttpResponse:
    if not publishing:
        messages.success(request, _("Kept as a draft. Customers do not see it yet."))
        return see_other("bo_product", pk=product.pk)
    try:
        publish_product(product_id=product.pk, now=now())
        messages.success(request, _("It is online."))
    except NotReadyToPublish:
        messages.warning(request, _("Kept as a draft: something is still missing before it can go online."))
    return see_other("bo_product", pk=product.pk)


def _says_the_same(request: HttpRequest, product: Product) -> bool:
    name = getattr(product, f"name_{current_tenant().languages[0]}") or ""
    prices = set(product.variants.values_list("price", flat=True))
    try:
        price = parse_amount(request.POST.get("price", "")) if request.POST.get("price", "").strip() else 0
    except ValueError:
        return False
    return one_line(request.POST.get("name", "")) == name and price in prices


def _keep_photos(request: HttpRequest, form: NewProductForm) -> list[int]:
    """Return the ids of the photographs of this form, those sent just now added: a mistake elsewhere must not lose them."""
    known = [int(part) for part in request.POST.get("images", "").split(",") if part.isascii() and part.isdigit() and len(part) < 19]
    kept = [image.pk for image in waiting_photos(known[:MAX_PHOTOS])]
    first = form.cleaned_data.get("photo")
    others = form.cleaned_data.get("more_photos") or []
    sent: list[UploadedFile] = [*([first] if first else []), *others][: MAX_PHOTOS - len(kept)]
    new = [add_photo(product_id=None, file=file, now=now()).pk for file in sent]
    return new + kept if first else kept + new  # a photo taken again leads


def _opened_at(request: HttpRequest) -> dt.datetime | None:
    """Return when the page was opened, as it says itself, signed; None where it does not say."""
    try:
        return dt.datetime.fromisoformat(unsign(request.POST.get("opened", ""), purpose=OPENED))
    except BadSignature:
        return None


def _show(request: HttpRequest, form: NewProductForm, image_ids: list[int], *, once: str = "", status: int = 200) -> HttpResponse:
    is_again = form.is_bound and not once and _opened_at(request) is not None
    context = {
        "form": form,
        "opened": request.POST["opened"] if is_again else sign(now().isoformat(), purpose=OPENED),
        "images": waiting_photos(image_ids),
        "image_ids": ",".join(map(str, image_ids)),
        "once": once or (request.POST.get("once", "") if form.is_bound else secrets.token_urlsafe(12)),
    }
    return page(request, "backoffice/products/new.html", context, nav_key="add", status=status)
