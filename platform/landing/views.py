"""The platform's own pages."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit.clock import in_brussels, now
from kit.http import UNPROCESSABLE, sent_form
from kit.urls import platform_email, public_origin
from landing.addresses import Address, Finding, address_of, suggestions
from landing.forms import EmailForm
from landing.prices import prices
from landing.selectors import listed_shops, street, window_photo
from landing.sign_up import ask_for_code, wish_of, with_wish
from tenants.selectors import shops_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shops = listed_shops()
    fronts = street(shops, today=in_brussels(now()).date())
    context = {"shops": shops, "street": fronts, "prices": prices(), "phone_picture": _phone_picture(), "base_domain": settings.BASE_DOMAIN}
    return render(request, "platform/home.html", context)


def _phone_picture() -> str:
    """Return the static file of the backoffice on a phone, in the language of the page."""
    return f"img/telephone-produit-{(get_language() or 'fr')[:2]}.jpg"


@require_http_methods(["GET", "HEAD", "POST"])
def open_a_shop(request: HttpRequest) -> HttpResponse:
    """Say whether the address that `?name=` makes, or `?address=`, is free, and send a code to who wants to open a shop there."""
    wish = wish_of(request)
    form = EmailForm(sent_form(request))
    answer = ask_for_code(request, form, wish=wish) if form.is_bound else None
    if answer is not None:
        return answer
    name, address, here = wish.get("name", ""), address_of(wish), reverse("landing:open")
    near = suggestions(address.label) if address and address.finding == Finding.TAKEN else []
    context = {
        "name": name,
        "address": address,
        "suggestions": [(label, with_wish(here, {**wish, "address": label})) for label in near],
        "open_url": with_wish(here, wish),
        "own_shop_url": with_wish(reverse("landing:own_shop"), wish),
        "letter_url": _letter(name or (address.label if address else ""), address),
        "base_domain": settings.BASE_DOMAIN,
        "form": form,
        "prices": prices(),
        "is_known": form.is_bound is False and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated,
    }
    return render(request, "platform/open.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _letter(name: str, address: Address | None) -> str:
    """Return a mailto: link with the request half written."""
    if address is None or not address.is_free:
        return f"mailto:{platform_email()}?subject={quote(_('I would like to open a shop'))}"
    subject = _("Open a shop: %(name)s") % {"name": name}
    body = _("Name of the shop: %(name)s\nAddress: %(hostname)s\nWhat I sell: \nStreet and postcode: ") % {
        "name": name,
        "hostname": address.hostname,
    }
    return f"mailto:{platform_email()}?subject={quote(subject)}&body={quote(body)}"


@never_cache
@login_required
@require_safe
def my_shops(request: HttpRequest) -> HttpResponse:
    """List the shops that the person works in, in the person's own language."""
    with override(request.user.language):  # type: ignore[union-attr]
        shops = [(membership, window_photo(membership.tenant)) for membership in shops_of(request.user)]  # type: ignore[arg-type]
        return render(request, "platform/my_shops.html", {"shops": shops})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /account/", "Disallow: /demo/"]
    lines += ["", f"Sitemap: {public_origin(settings.BASE_DOMAIN)}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
