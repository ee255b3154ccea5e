"""Path converters that accept nothing that the database would choke on."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class IdConverter(IntConverter):
    """A row's id: at most 18 digits, so it fits PostgreSQL's bigint."""

    regex = "[0-9]{1,18}"


class AlphanumericConverter(StringConverter):
    """Letters and digits only, so that it ends where a hyphen follows: the person in a link to a new password."""

    regex = "[0-9A-Za-z]+"


def register() -> None:
    """Make `<id:pk>` and `<alnum:name>` known to all URL patterns; from KitConfig.ready()."""
    register_converter(IdConverter, "id")
    register_converter(AlphanumericConverter, "alnum")
