"""Posters and labels: choose, look, print; and how often each was scanned."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.backoffice.poster_form import CATEGORY, CHOSEN, LABELS, MAX_QUERY, PosterForm
from catalog.models import Product
from catalog.posters.sheets import Sheet, labels, poster
from catalog.selectors.labels import products_found, products_to_label
from catalog.selectors.scans import recent_scans
from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from kit.tenancy import current_tenant
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

LABELS_PER_SHEET = 24
LABELS_PER_FILE = 10 * LABELS_PER_SHEET  # half a second of work


@backoffice_view(May.EDIT_PRODUCTS)
@require_safe
def posters(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    is_valid = form.is_valid()
    query = request.GET.get("q", "")[:MAX_QUERY]
    chosen = form.cleaned_data.get("product") or []
    context = {
        "form": form,
        "query": query,
        "chosen": chosen,
        "found": products_found(query, without=[product.pk for product in chosen]),
        "scans": recent_scans(now=now()),
        "files": _files(form) if is_valid else [],
        "choice": _choice(form) if is_valid else "",
        "is_labels": form["kind"].value() == LABELS,
    }
    return page(request, "backoffice/posters/page.html", context, nav_key="more", status=200 if is_valid else UNPROCESSABLE)


@backoffice_view(May.EDIT_PRODUCTS)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Answer a picture of the first sheet."""
    form = _form(request)
    sheet = _sheet(form, part=1, most=LABELS_PER_SHEET) if form.is_valid() else None
    return HttpResponse(sheet.picture(), content_type="image/png") if sheet else see_other("bo_posters")


@backoffice_view(May.EDIT_PRODUCTS)
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Answer the PDF; `part` says which of several, from 1."""
    form = _form(request)
    part = request.GET.get("part", "1")
    sheet = _sheet(form, part=part, most=LABELS_PER_FILE) if form.is_valid() else None
    if sheet is None:
        return see_other("bo_posters")
    name = "-".join([slugify(sheet.data["title"]), sheet.data["size"], form.cleaned_data["language"], *([part] if part != "1" else [])])
    headers = {"Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"'}
    return HttpResponse(sheet.pdf(), content_type="application/pdf", headers=headers)


def _form(request: HttpRequest) -> PosterForm:
    return PosterForm(request.GET, offered=current_tenant().languages)


def _sheet(form: PosterForm, *, part: Any, most: int) -> Sheet | None:
    """Return the sheet that a valid form asks for; None for labels of no product."""
    typed = form.cleaned_data
    if typed["kind"] != LABELS:
        return poster(code=typed["kind"], size=typed["size"], languages=form.languages)
    products = list(Paginator(_products(form), most).get_page(part).object_list)
    return labels(products=products, languages=form.languages) if products else None


def _products(form: PosterForm) -> Any:
    typed = form.cleaned_data
    if typed["which"] == CATEGORY:
        return products_to_label(category_id=int(typed["category"] or 0))
    if typed["which"] == CHOSEN:
        return products_to_label(product_ids=[product.pk for product in typed["product"]])
    return products_to_label()


def _files(form: PosterForm) -> list[dict[str, Any]]:
    """Return the files to fetch: one, or for many labels several, each with its number and what is on it."""
    if form.cleaned_data["kind"] != LABELS:
        return [{"part": 1, "label": _("Download the PDF")}]
    paginator = Paginator(_products(form), LABELS_PER_FILE)
    if paginator.num_pages == 1:
        return [{"part": 1, "label": _("Download the PDF")}] if paginator.count else []
    return [
        {"part": part, "label": _("Labels %(first)s to %(last)s") % {"first": sheet.start_index(), "last": sheet.end_index()}}
        for part in paginator.page_range
        if (sheet := paginator.page(part))
    ]


def _choice(form: PosterForm) -> str:
    """Return the choice as the query of an address."""
    typed = form.cleaned_data
    pairs = [(name, typed[name]) for name in ("kind", "size", "language", "which", "category") if typed[name]]
    chosen: list[Product] = typed["product"]
    return urlencode([*pairs, *(("product", product.pk) for product in chosen)])
