"""What has another address now is led to, in one step and for good."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from catalog.selectors.addresses import category_url, product_url
from catalog.selectors.former_addresses import category_is_gone, category_moved_to, product_moved_to
from shops.storefront.errors import nothing_here

MOVED_SECONDS = 3600  # how long a browser may remember it: the shop may take a former address back


def moved_product(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Lead from a product's former address to its page.

    :raises Http404: if no product had it
    """
    now_at = product_moved_to(slug)
    if now_at is None:
        raise Http404
    return permanently(request, product_url(now_at))


def moved_category(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Lead from a category's former address to its page; say 410 of one that was removed.

    :raises Http404: if no category had it
    """
    now_at = category_moved_to(slug)
    if now_at is not None:
        return permanently(request, category_url(now_at))
    if category_is_gone(slug):
        return nothing_here(request, status=HTTPStatus.GONE)
    raise Http404


def permanently(request: HttpRequest, path: str) -> HttpResponse:
    """Redirect to a path of the shop, with the query that came."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    response["Cache-Control"] = f"public, max-age={MOVED_SECONDS}"
    return response
