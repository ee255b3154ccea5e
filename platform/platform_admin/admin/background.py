"""The rows that the background work leans on, and who did what in this admin."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from platform_admin.admin.read_only import ReadOnlyAdmin
from platform_admin.site import admin_site
from tenants.models import ExternalAccount, Heartbeat, SchemaScript, WakeUp


@admin.register(WakeUp, site=admin_site)
class WakeUpAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "due_at")
    list_select_related = ("tenant",)
    ordering = ("due_at",)


@admin.register(Heartbeat, site=admin_site)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("part", "beat_at")


@admin.register(SchemaScript, site=admin_site)
class SchemaScriptAdmin(ReadOnlyAdmin):
    list_display = ("version", "built_at")


@admin.register(ExternalAccount, site=admin_site)
class ExternalAccountAdmin(ReadOnlyAdmin):
    list_display = ("external_id", "provider", "tenant", "created_at")
    list_select_related = ("tenant",)
    search_fields = ("external_id", "tenant__name")


@admin.register(LogEntry, site=admin_site)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag",)
    search_fields = ("object_repr", "user__email")
