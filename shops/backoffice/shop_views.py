"""The shop's own settings: the page "More", and one page for each part."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.clock import in_brussels, now
from kit.forms import WholeForm
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.tenancy import current_tenant
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.forms.account import AccountForm
from shops.backoffice.forms.columns import ColumnsForm
from shops.backoffice.forms.delivery import ShippingForm
from shops.backoffice.forms.hours import HoursPage
from shops.backoffice.forms.identity import IdentityForm
from shops.backoffice.forms.look import LookForm
from shops.backoffice.forms.texts import TextsForm
from shops.backoffice.frame import page
from shops.backoffice.registry import more_links
from shops.limit_words import limit_words
from shops.models import ShippingKind, ShippingMethod, ShopPicture, ShopSettings
from shops.rules.colors import brand_colors
from shops.services.changed_meanwhile import ChangedMeanwhile
from shops.services.keep_limit import LimitReached
from shops.services.set_opening_hours import mark_of_hours, set_opening_hours
from shops.services.set_shop_picture import PLACES, clear_shop_picture, set_shop_picture
from shops.services.update_own_account import update_own_account
from shops.services.update_settings import update_settings
from shops.services.update_shipping import update_shipping
from tenants.permissions import May

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@backoffice_view(May.WORK_HERE)
@require_safe
def shop(request: BackofficeRequest) -> HttpResponse:
    return page(request, "backoffice/shop/hub.html", {"links": more_links(request.may)}, nav_key="more")


@backoffice_view(May.SET_UP_SHOP)
@GET_OR_POST
def texts(request: HttpRequest) -> HttpResponse:
    form = TextsForm(sent_form(request), settings=_settings(), languages=current_tenant().languages)
    if not (_is_sent_and_valid(request, form) and _save(form, languages=form.chosen_languages())):
        return _show(request, "texts", form)
    return _saved(request, "bo_shop_texts")


@backoffice_view(May.SET_UP_SHOP)
@GET_OR_POST
def hours(request: HttpRequest) -> HttpResponse:
    today = in_brussels(now()).date()
    hours_page = HoursPage(sent_form(request), today=today, languages=current_tenant().languages)
    if request.method != "POST":
        return _show_hours(request, hours_page)
    if not (hours_page.is_valid() and _save_hours(request, hours_page)):
        return _show_hours(request, hours_page, status=UNPROCESSABLE)
    return _saved(request, "bo_shop_hours")


@backoffice_view(May.SET_IDENTITY)
@GET_OR_POST
def identity(request: HttpRequest) -> HttpResponse:
    form = IdentityForm(sent_form(request), settings=_settings(), languages=current_tenant().languages)
    if not (_is_sent_and_valid(request, form) and _save(form)):
        return _show(request, "identity", form)
    return _saved(request, "bo_shop_identity")


@csp_update({"frame-src": [SELF]})
@backoffice_view(May.SET_UP_SHOP)
@GET_OR_POST
def look(request: HttpRequest) -> HttpResponse:
    form = LookForm(
        sent_form(request),
        request.FILES or None,
        settings=_settings(),
        languages=current_tenant().languages,
    )
    is_valid = _is_sent_and_valid(request, form)
    _keep_pictures(form)
    if not (is_valid and _save(form, besides=_color_of_logo(request, form))):
        form.settings = _settings()
        return _show(request, "look", form)
    saved = _settings()
    if saved.brand_color and brand_colors(saved.brand_color, theme=saved.theme).light.brand != saved.brand_color:
        messages.info(request, _("Your colour is a little darker in the shop, so that it can be seen and read."))
    return _saved(request, "bo_shop_look")


@backoffice_view(May.SET_UP_SHOP)
@GET_OR_POST
def delivery(request: HttpRequest) -> HttpResponse:
    methods = list(ShippingMethod.objects.all())
    if not any(method.kind == ShippingKind.DELIVERY for method in methods):
        methods.append(ShippingMethod(kind=ShippingKind.DELIVERY, is_active=False))
    forms = [ShippingForm(sent_form(request), method=method, languages=current_tenant().languages) for method in methods]
    if request.method != "POST" or [form for form in forms if form.is_bound and not form.is_valid()]:
        return _show_delivery(request, forms)
    if not all(form.is_bound for form in forms):
        return _show_delivery(request, forms, sentence=WholeForm.INCOMPLETE)
    if not any(form.cleaned_data["is_active"] for form in forms):
        forms[0].add_error("is_active", _("Offer at least one way, or nobody can order."))
        return _show_delivery(request, forms)
    try:
        update_shipping(changes=[change for form in forms if (change := form.change())])
    except ChangedMeanwhile as error:
        for (_table, pk), present in error.present.items():
            next(form for form in forms if form.method.pk == pk).say_columns_changed(present)
        return _show_delivery(request, forms)
    return _saved(request, "bo_shop_delivery")


@backoffice_view(May.WORK_HERE)
@GET_OR_POST
def account(request: BackofficeRequest) -> HttpResponse:
    form = AccountForm(sent_form(request), initial={"name": request.user.name, "language": request.user.language})
    if not _is_sent_and_valid(request, form):
        return _show(request, "account", form)
    update_own_account(user=request.user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
    translation.activate(form.cleaned_data["language"])
    return _saved(request, "bo_shop_account")


@backoffice_view(May.SET_UP_SHOP)
@require_safe
def picture_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the fragment that shows where a picture of the shop stands."""
    picture = ShopPicture.objects.filter(pk=pk).first()
    if picture is None:
        raise Http404
    return render(request, "backoffice/products/_photo.html", {"image": picture, "state_url": request.path})


def _keep_pictures(form: LookForm) -> None:
    """Keep the pictures sent, whatever else is wrong on the page."""
    for place in PLACES if form.is_bound else ():
        if file := form.cleaned_data.get(place):
            set_shop_picture(place=place, file=file, now=now())
        elif form.cleaned_data.get(f"{place}_remove"):
            clear_shop_picture(place=place)


def _color_of_logo(request: HttpRequest, form: LookForm) -> dict[str, str]:
    """Return the colour of the logo as the shop's own, when that is the button that was pressed."""
    logo = form.settings.logo
    return {"brand_color": logo.color} if request.POST.get("then") == "logo-color" and logo and logo.color else {}


def _save(form: ColumnsForm, *, languages: tuple[str, ...] | None = None, besides: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Save what was changed, and `besides`; where another changed the same, say so beside its field and return False."""
    try:
        update_settings(columns={**form.columns(), **besides}, seen=form.seen_columns(), languages=languages)
    except ChangedMeanwhile as error:
        for present in error.present.values():
            form.say_columns_changed(present)
        return False
    except LimitReached as error:
        form.add_error("languages", limit_words(error))
        return False
    return True


def _settings() -> ShopSettings:
    return ShopSettings.objects.select_related(*PLACES).get(pk=ShopSettings.SINGLE_ROW)


def _is_sent_and_valid(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _show(request: HttpRequest, name: str, form: Any, **more: Any) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, f"backoffice/shop/{name}.html", {"form": form, **more}, nav_key="more", status=status)


def _save_hours(request: HttpRequest, sent: HoursPage) -> bool:
    """Save the hours; where another saved others meanwhile, say so and return False."""
    try:
        set_opening_hours(
            week=sent.week(),
            exceptions=sent.exceptional_days(),
            notes=sent.notes(),
            today=sent.today,
            seen=request.POST.get("seen", ""),
        )
    except ChangedMeanwhile:
        sent.changed_meanwhile = True
        return False
    return True


def _show_hours(request: HttpRequest, hours_page: HoursPage, *, status: int = 200) -> HttpResponse:
    told = hours_page.changed_meanwhile or hours_page.incomplete  # from here on what is there now has been seen
    sent = request.POST.get("seen", "") if request.method == "POST" and not told else ""
    context = {
        "page": hours_page,
        "seen": sent or mark_of_hours(hours_page.today),
        "wrong_forms": [form for form in hours_page.forms if form.errors],
    }
    return page(request, "backoffice/shop/hours.html", context, nav_key="more", status=status)


def _show_delivery(request: HttpRequest, forms: list[ShippingForm], *, sentence: object = "") -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"forms": forms, "sentence": sentence, "has_errors": bool(sentence) or any(form.errors for form in forms)}
    return page(request, "backoffice/shop/delivery.html", context, nav_key="more", status=status)


def _saved(request: HttpRequest, url_name: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return see_other(url_name)
