"""What was done so that everybody can use the shop, and whom to tell when something stands in the way (law.md L17)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shops.figures.marks import PAGE, counted
from shops.pages.draft import public_page


@require_safe
@counted(PAGE)
@public_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used, what was not tried, and how to reach the shop. Nothing here depends on who asks."""
    return render(request, "storefront/accessibility.html")
