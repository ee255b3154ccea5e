"""The home page in the backoffice: its sections in one form, with one save bar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.tenancy import current_tenant
from shops.backoffice.access import backoffice_view
from shops.backoffice.forms.home import SectionForm
from shops.backoffice.frame import page
from shops.backoffice.shop_views import GET_OR_POST
from shops.models import HomeSection, ShopSettings
from shops.rules.home import MOST, SEVERAL, whole
from shops.rules.themes import SHELF, WORDS, theme_facts
from shops.selectors.read_frame import known_categories, saved_sections
from shops.services.arrange_home import HomeChanges, TooManySections, add_section, change_home, move_section, remove_section
from shops.services.changed_meanwhile import ChangedMeanwhile
from tenants.permissions import May

STEPS = {"up": -1, "down": 1}


@backoffice_view(May.SET_UP_SHOP)
@GET_OR_POST
def home_page(request: HttpRequest) -> HttpResponse:
    forms = _forms(sent_form(request))
    if request.method != "POST":
        return _show(request, forms)
    wrong = [form for form in forms if not form.is_valid()]
    if wrong or _lost_something(forms) or not _save(forms):
        return _show(request, forms, status=UNPROCESSABLE)
    return _then(request, request.POST.get("then", ""), [form.section.key for form in forms])


def _forms(data: Any) -> list[SectionForm]:
    settings = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    rows, categories, facts = HomeSection.objects.in_bulk(), known_categories(), theme_facts(settings.theme)
    return [
        SectionForm(
            data,
            section=section,
            row=rows.get(section.id),
            settings=settings,
            languages=current_tenant().languages,
            categories=categories,
            facts=facts,
        )
        for section in whole(saved_sections(), theme=settings.theme)
    ]


def _lost_something(forms: list[SectionForm]) -> bool:
    """Say so when something was written in a section that is not there any more."""
    data: Any = forms[0].data
    here = {bound.html_initial_name for form in forms for bound in form}
    gone = [name for name in data if name.startswith("initial-") and name not in here]
    if all(data.get(name.removeprefix("initial-"), "") in ("", "on", data[name]) for name in gone):
        return False
    forms[0].add_error(None, _("Something that you changed was removed meanwhile. Look again, then save."))
    return True


def _save(forms: list[SectionForm]) -> bool:
    """Save what was changed; on a refusal, put the reason beside its field and return False."""
    changed = {form.section.key: form for form in forms if form.changed_data}
    if not changed:
        return True
    try:
        change_home(
            changes=HomeChanges(
                sections={key: own for key, form in changed.items() if (own := _part(form, form.changed(), of_settings=False))},
                settings={name: value for form in forms for name, value in _part(form, form.changed(), of_settings=True).items()},
                seen={key: _part(form, form.seen(), of_settings=False) for key, form in changed.items()},
                seen_settings={name: value for form in forms for name, value in _part(form, form.seen(), of_settings=True).items()},
            )
        )
    except ChangedMeanwhile as error:
        _explain(forms, error)
        return False
    return True


def _part(form: SectionForm, values: dict[str, Any], *, of_settings: bool) -> dict[str, Any]:
    return {name: value for name, value in values.items() if form.is_of_settings(name) is of_settings}


def _explain(forms: list[SectionForm], error: ChangedMeanwhile) -> None:
    for (table, pk), columns in error.present.items():
        for form in forms:
            mine = columns if table is HomeSection and form.section.id == pk else {}
            if table is ShopSettings:
                mine = {name: value for name, value in columns.items() if name in form.fields}
            if mine:
                form.say_changed(mine)


def _then(request: HttpRequest, wish: str, keys: list[str]) -> HttpResponse:
    """Do what the pressed button asks for besides saving, and come back to where it stands."""
    action, _colon, key = wish.partition(":")
    if action in STEPS and key in keys:
        move_section(key=key, steps=STEPS[action])
        return see_other(f"{reverse('bo_shop_home')}#{action}-{key}")
    if action == "remove" and key in keys:
        remove_section(key=key)
    if action == "add" and key in SEVERAL:
        return _add(request, key)
    messages.success(request, _("Saved."))
    return see_other("bo_shop_home")


def _add(request: HttpRequest, kind: str) -> HttpResponse:
    categories = known_categories()
    try:
        added = add_section(kind=kind, category_id=categories[0].id if kind == SHELF and categories else None)
    except TooManySections:
        messages.info(request, _("There are enough of these already."))
        return see_other("bo_shop_home")
    return see_other(f"{reverse('bo_shop_home')}#{kind}-{added.pk}")


def _show(request: HttpRequest, forms: list[SectionForm], *, status: int = 200) -> HttpResponse:
    kinds = [form.section.kind for form in forms]
    context = {
        "forms": forms,
        "has_errors": any(form.errors for form in forms),
        "can_add_words": kinds.count(WORDS) < MOST,
        "can_add_shelf": kinds.count(SHELF) < MOST and bool(known_categories()),
    }
    return page(request, "backoffice/shop/home.html", context, nav_key="more", status=status)
