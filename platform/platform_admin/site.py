"""The admin of the platform's own staff, over the public tables. A shop's own data is never here."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _


class PlatformAdminSite(AdminSite):
    """Django's admin under our name. Signing in is allauth's: its limits on guessing hold here too."""

    site_header = "Vitrine"
    site_title = "Vitrine"
    index_title = _("Platform admin")
    site_url = "/"
    enable_nav_sidebar = False
    index_template = "admin/platform_index.html"

    def get_urls(self) -> list[Any]:
        return [path("background/", self.admin_view(self.background), name="background"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Say on the first page what the law asks of the platform and is missing."""
        from landing.checks import missing_notices

        return super().index(request, {**(extra_context or {}), "missing_notices": missing_notices()})

    def background(self, request: HttpRequest) -> HttpResponse:
        """Show whether the background work keeps up."""
        from platform_admin.selectors import background_state

        context = {**self.each_context(request), "title": _("Background work"), "state": background_state()}
        return TemplateResponse(request, "admin/background.html", context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Allow the inline styles that Django's own admin pages carry; scripts stay files."""
        return super().admin_view(csp_update({"style-src": [SELF, UNSAFE_INLINE]})(view), cacheable)


admin_site = PlatformAdminSite(name="admin")
admin_site.login = secure_admin_login(admin_site.login)  # type: ignore[method-assign]
