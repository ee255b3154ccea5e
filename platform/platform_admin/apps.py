from django.apps import AppConfig


class PlatformAdminConfig(AppConfig):
    """Django's admin for platform staff, over the public tables only."""

    name = "platform_admin"
