"""The kinds of events of the shop itself, its team and its doors; registered in ShopsConfig.ready()."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shops.history import register_kinds, register_labels
from shops.models import ShopSettings
from tenants.models import Role

PICTURES = {"logo": _("logo"), "hero_picture": _("cover picture"), "story_picture": _("picture of your story")}
SETTINGS = {"languages": _("languages"), "latitude": _("place on the map"), "longitude": _("place on the map"), **PICTURES}
SHOP = {
    "settings_changed": _("Changed in the settings: %(settings)s"),
    "hours_changed": _("Opening hours changed"),
    "delivery_changed": _("Collection and delivery changed: %(methods)s"),
    "picture_changed": _("New picture: %(picture)s"),
    "picture_removed": _("Picture taken away: %(picture)s"),
    "mails_sent_again": _("E-mails that could not be sent are sent again: %(count)s"),
}
TEAM = {
    "own_account_changed": _("Own name or language changed, now %(name)s"),
}
ACCESS = {
    "signed_in": _("Signed in"),
    "password_changed": _("New password"),
}


def register() -> None:
    """Say what happens in every shop, and what the codes in it are called."""
    register_kinds("shop", SHOP)
    register_kinds("team", TEAM)
    register_kinds("access", ACCESS)
    labels = {field.name: field.verbose_name for field in ShopSettings._meta.concrete_fields}  # noqa: SLF001 -- Django's documented way
    register_labels("settings", {**labels, **SETTINGS})
    register_labels("picture", PICTURES)
    register_labels("methods", {"pickup": pgettext_lazy("event", "collection"), "delivery": pgettext_lazy("event", "delivery")})
    roles = dict(Role.choices)
    register_labels("role", roles)
    register_labels("before_role", roles)
