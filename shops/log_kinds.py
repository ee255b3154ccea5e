"""The kinds of events of the shop itself, its team and its doors; registered in ShopsConfig.ready()."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.templatetags.formats import day
from shops.history import register_kinds, register_labels, register_sayer
from shops.models import ShopSettings
from tenants.models import Role

PICTURES = {"logo": _("logo"), "hero_picture": _("cover picture"), "story_picture": _("picture of your story")}
SETTINGS = {"languages": _("languages"), "latitude": _("place on the map"), "longitude": _("place on the map"), **PICTURES}
KEYS = {"totp": _("app with codes"), "webauthn": _("passkey"), "recovery_codes": _("codes on paper")}
SHOP = {
    "settings_changed": _("Changed in the settings: %(settings)s"),
    "home_changed": _("Home page changed"),
    "hours_changed": _("Opening hours changed"),
    "delivery_changed": _("Collection and delivery changed: %(methods)s"),
    "picture_changed": _("New picture: %(picture)s"),
    "picture_removed": _("Picture taken away: %(picture)s"),
    "shop_opened": _("The shop opened"),
    "shop_paused": _("The shop pauses until %(day)s"),
    "shop_reopened": _("The shop takes orders again"),
    "mails_sent_again": _("E-mails that could not be sent are sent again: %(count)s"),
}
TEAM = {
    "member_invited": _("Invited: %(email)s, as %(role)s"),
    "invitation_sent_again": _("Invitation sent again: %(email)s"),
    "invitation_withdrawn": _("Invitation taken back: %(email)s"),
    "member_joined": _("Joined the team, as %(role)s"),
    "role_changed": _("Role of %(name)s: %(role)s instead of %(before_role)s"),
    "member_removed": _("No longer in the team: %(name)s (%(role)s)"),
    "own_account_changed": _("Own name or language changed, now %(name)s"),
}
ACCESS = {
    "signed_in": _("Signed in"),
    "session_ended": _("Session of %(name)s ended: %(device)s"),
    "password_changed": _("New password"),
    "key_added": _("Second key set up: %(key)s"),
    "key_removed": _("Second key removed: %(key)s"),
    "key_renewed": _("Second key renewed: %(key)s"),
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
    register_sayer("day", lambda value: day(dt.date.fromisoformat(value)))
    register_labels("key", KEYS)
    roles = dict(Role.choices)
    register_labels("role", roles)
    register_labels("before_role", roles)
