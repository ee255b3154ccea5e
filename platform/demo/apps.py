from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo's own pages, mailbox and seed; absent in production."""

    name = "demo"
