"""What went wrong in a shop and wants to be looked at."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kit.clock import now
from platform_admin.admin.read_only import ReadOnlyAdmin
from platform_admin.site import admin_site
from tenants.models import Alarm


@admin.register(Alarm, site=admin_site)
class AlarmAdmin(ReadOnlyAdmin):
    """Alarms are raised by the shops' own work; here they are read, and ticked off after a look."""

    list_display = ("created_at", "tenant", "kind", "about", "settled_at")
    list_select_related = ("tenant",)
    list_filter = (("settled_at", admin.EmptyFieldListFilter), "kind")
    search_fields = ("tenant__name", "about")
    actions = ("settle",)

    @admin.action(description=_("Mark as looked at"), permissions=("settle",))
    def settle(self, request: HttpRequest, queryset: QuerySet[Alarm]) -> None:
        count = queryset.filter(settled_at=None).update(settled_at=now())
        said = ngettext("%(count)s alarm was marked as looked at.", "%(count)s alarms were marked as looked at.", count)
        messages.success(request, said % {"count": count})

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("tenants.change_alarm"))  # type: ignore[union-attr]
