"""
Where a QR code on paper leads: /q/w from the window, /q/p from the counter, /q/42 from the label of product 42.

The address is all that is printed, so it must hold for years; where it leads is decided at each scan.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog.models import Product, ProductStatus
from catalog.rules.scans import PICKUP, WINDOW, is_a_scan, product_of
from catalog.services.count_scan import count_scan
from kit.clock import now
from kit.middleware import preferred_language

PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to what the code is about in the visitor's language, and count it. Nothing about the visitor is kept."""
    with translation.override(preferred_language(request, request.shop_languages)):  # type: ignore[attr-defined]
        goal = _goal(code)
        response: HttpResponse = HttpResponseRedirect(goal) if goal else _gone(request)
    if goal and _is_person(request):
        count_scan(code=code, now=now())
    response["Cache-Control"] = "no-store"
    return response


def _goal(code: str) -> str | None:
    if code == WINDOW:
        return reverse("home")
    if code == PICKUP:
        return reverse("products")
    product_id = product_of(code)
    shown = Product.objects.filter(pk=product_id).exclude(status=ProductStatus.DRAFT).only("slug").first() if product_id else None
    return reverse("product", args=[shown.slug]) if shown else None


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/product/label_gone.html", status=HTTPStatus.NOT_FOUND)


def _is_person(request: HttpRequest) -> bool:
    return is_a_scan(
        method=request.method or "",
        user_agent=request.headers.get("User-Agent", ""),
        purpose=" ".join(request.headers.get(name, "") for name in PURPOSES),
    )
