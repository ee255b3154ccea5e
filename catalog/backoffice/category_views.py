"""The shelves of the shop: their names, icons and order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.backoffice.category_forms import CategoryForm, MoveForm
from catalog.backoffice.words import NAME_TAKEN, TOO_MANY_CATEGORIES
from catalog.models import Category
from catalog.rules.categories import CategoryWords
from catalog.selectors.categories import category_rows
from catalog.services.add_category import CategoryNameTaken, TooManyCategories, add_category
from catalog.services.move_category import move_category
from catalog.services.remove_category import remove_category
from catalog.services.update_category import update_category
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.middleware import bad_request
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@backoffice_view(May.EDIT_PRODUCTS)
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    return page(request, "backoffice/categories/list.html", {"rows": category_rows()}, nav_key="products")


@backoffice_view(May.EDIT_PRODUCTS)
@GET_OR_POST
def new_category(request: HttpRequest) -> HttpResponse:
    form = CategoryForm(sent_form(request), category=Category())
    if form.is_valid() and _save(form):
        messages.success(request, _("Added. Customers see it in the menu once a product in it is online."))
        return see_other("bo_categories")
    return _show(request, form, None)


@backoffice_view(May.EDIT_PRODUCTS)
@GET_OR_POST
def category(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Category, pk=pk)
    form = CategoryForm(sent_form(request), category=known)
    if form.is_valid() and _save(form, category_id=known.pk):
        messages.success(request, _("Saved."))
        return see_other("bo_categories")
    return _show(request, form, known)


@backoffice_view(May.EDIT_PRODUCTS)
@require_POST
def category_place(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Category, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return bad_request(request)
    move_category(category_id=known.pk, steps=form.steps())
    messages.success(request, _("Moved: %(name)s.") % {"name": known.name})
    return see_other(reverse("bo_categories") + f"#category-{known.pk}")


@backoffice_view(May.EDIT_PRODUCTS)
@GET_OR_POST
def category_removal(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(Category, pk=pk)
    if request.method != "POST":
        context = {"category": known, "count": known.products.count()}
        return page(request, "backoffice/categories/removal.html", context, nav_key="products")
    remove_category(category_id=known.pk)
    messages.success(request, _("Removed: %(name)s.") % {"name": known.name})
    return see_other("bo_categories")


def _save(form: CategoryForm, *, category_id: int | None = None) -> bool:
    """Save what was typed; on a refusal, put the reason beside its field and return False."""
    try:
        _write(form.words(), category_id)
    except CategoryNameTaken as error:
        for language in error.languages:
            form.add_error(f"name_{language}", NAME_TAKEN)
        return False
    except TooManyCategories:
        form.add_error(None, TOO_MANY_CATEGORIES)
        return False
    return True


def _write(words: CategoryWords, category_id: int | None) -> None:
    if category_id is None:
        add_category(words=words)
    else:
        update_category(category_id=category_id, words=words)


def _show(request: HttpRequest, form: CategoryForm, known: Category | None) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, "backoffice/categories/category.html", {"form": form, "category": known}, nav_key="products", status=status)
