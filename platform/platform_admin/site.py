"""The admin of the platform's own staff."""

from django.contrib.admin import AdminSite

admin_site = AdminSite(name="admin")
