"""The frame's own words in the menu; registered in ShopsConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from shops.backoffice.check import load_check
from shops.backoffice.guide import load_guide
from shops.backoffice.pause_views import load_pause
from shops.backoffice.registry import MenuEntry, MoreLink, Panel, register_menu_entry, register_more_link, register_panel
from shops.backoffice.support import load_requests
from shops.backoffice.undelivered import load_undelivered
from tenants.permissions import May


def register() -> None:
    """Put "Home" first and "More" last, the parts of "More" that belong to the shop itself, and what could not be sent."""
    register_panel(
        Panel(key="undelivered", template="backoffice/_undelivered.html", position=6, load=load_undelivered, needs=May.MOVE_ORDERS)
    )
    register_panel(Panel(key="pause", template="backoffice/shop/_paused.html", position=4, load=load_pause, needs=May.SET_UP_SHOP))
    register_panel(
        Panel(
            key="check", template="backoffice/check/_panel.html", position=20, load=load_check, column="secondary", needs=May.SET_IDENTITY
        )
    )
    register_panel(Panel(key="guide", template="backoffice/guide/_panel.html", position=7, load=load_guide, needs=May.SET_IDENTITY))
    register_panel(
        Panel(key="support", template="backoffice/_support_requests.html", position=3, load=load_requests, needs=May.MANAGE_TEAM)
    )
    register_menu_entry(MenuEntry(key="today", label=_("Home"), url_name="bo_today", icon="house", position=10, needs=May.WORK_HERE))
    register_menu_entry(MenuEntry(key="more", label=_("More"), url_name="bo_shop", icon="menu", position=50, needs=May.WORK_HERE))
    for link in _more_links():
        register_more_link(link)


def _more_links() -> list[MoreLink]:
    """Return the parts of "More" that belong to the shop itself, in their order."""
    rows = [
        ("hours", _("Opening hours"), _("The week, holidays, days you are closed"), "bo_shop_hours", "clock", 0, May.SET_UP_SHOP),
        ("texts", _("Texts"), _("Name, headline, your story"), "bo_shop_texts", "pen-line", 10, May.SET_UP_SHOP),
        ("home", _("Home page"), _("What it shows, in which order"), "bo_shop_home", "layout-list", 20, May.SET_UP_SHOP),
        ("look", _("Look"), _("Theme, colour, logo, cover picture"), "bo_shop_look", "palette", 30, May.SET_UP_SHOP),
        (
            "delivery",
            _("Collection and delivery"),
            _("How customers get their order, and what it costs"),
            "bo_shop_delivery",
            "package",
            40,
            May.SET_UP_SHOP,
        ),
        ("pause", _("Pause"), _("Holidays: no orders until a day you choose"), "bo_shop_pause", "calendar-clock", 50, May.SET_UP_SHOP),
        (
            "check",
            _("Shop check"),
            _("Twenty points, and what would help your shop most"),
            "bo_check",
            "clipboard-check",
            55,
            May.SET_IDENTITY,
        ),
        (
            "identity",
            _("Address and legal details"),
            _("Where you are, and who you are for the law"),
            "bo_shop_identity",
            "map-pin",
            60,
            May.SET_IDENTITY,
        ),
        (
            "guide",
            _("Setup guide"),
            _("What is done, what comes next, and opening the shop"),
            "bo_guide",
            "list-checks",
            60,
            May.SET_IDENTITY,
        ),
        ("team", _("Team"), _("Who works in the shop, and as what"), "bo_team", "users", 70, May.MANAGE_TEAM),
        ("history", _("What happened"), _("Who changed what, and when"), "bo_history", "history", 80, May.SEE_HISTORY),
    ]
    return [
        MoreLink(key=key, label=label, hint=hint, url_name=url_name, icon=icon, position=position, needs=needs)
        for key, label, hint, url_name, icon, position, needs in rows
    ]
