"""Forms of the admin that were not right."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422


class RefusingAdmin(admin.ModelAdmin):
    """A form that is shown again because something in it is wrong says so in its status too."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            response.status_code = UNPROCESSABLE
        return response
