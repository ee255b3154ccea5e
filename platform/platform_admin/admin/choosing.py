"""Choosing a person or a shop by typing, also when what arrives is nonsense."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


class SafeAutocompleteSelect(AutocompleteSelect):
    """Django's list, without looking up in the database what can be no id: there it is an exception, not an error of the form."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if not each or _is_id(str(each))], attrs)


class ChoosingMixin:
    """For admins and inlines with `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:  # type: ignore[attr-defined]
            kwargs["widget"] = SafeAutocompleteSelect(db_field, self.admin_site, using=kwargs.get("using"))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class RefusingAdmin(admin.ModelAdmin):
    """A form that is shown again because something in it is wrong says so in its status too."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            response.status_code = UNPROCESSABLE
        return response


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
