"""The hostnames of the shops."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from platform_admin.admin.read_only import ReadOnlyAdmin, ReadOnlyMixin
from platform_admin.site import admin_site
from tenants.models import Domain


class DomainInline(ReadOnlyMixin, admin.TabularInline):
    """A shop's names. Own domains come with the proof that they are the shop's, in a later issue."""

    model = Domain
    fields = ("domain", "is_primary", "verified_at")
    extra = 0


@admin.register(Domain, site=admin_site)
class DomainAdmin(ReadOnlyAdmin):
    list_display = ("domain", "tenant", "is_primary", "verified_at", "address")
    list_select_related = ("tenant",)
    search_fields = ("domain", "tenant__name")

    @admin.display(description=_("address"))
    def address(self, domain: Domain) -> SafeString:
        return format_html('<a href="{0}">{0}</a>', domain.url)
