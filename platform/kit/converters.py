"""Path converters that accept nothing that the database would choke on."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A row's id: at most 18 digits, so it fits PostgreSQL's bigint."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Make `<id:pk>` known to all URL patterns; from KitConfig.ready()."""
    register_converter(IdConverter, "id")
