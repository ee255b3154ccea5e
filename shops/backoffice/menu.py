"""The frame's own words in the menu; registered in ShopsConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from shops.backoffice.check import load_check
from shops.backoffice.guide import load_guide
from shops.backoffice.pause_views import load_pause
from shops.backoffice.registry import MenuEntry, MoreLink, Panel, register_menu_entry, register_more_link, register_panel
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
    register_menu_entry(MenuEntry(key="today", label=_("Home"), url_name="bo_today", icon="house", position=10, needs=May.WORK_HERE))
    register_menu_entry(MenuEntry(key="more", label=_("More"), url_name="bo_shop", icon="menu", position=50, needs=May.WORK_HERE))
    register_more_link(
        MoreLink(
            key="team",
            label=_("Team"),
            hint=_("Who works in the shop, and as what"),
            url_name="bo_team",
            icon="users",
            position=70,
            needs=May.MANAGE_TEAM,
        )
    )
    register_more_link(
        MoreLink(
            key="history",
            label=_("What happened"),
            hint=_("Who changed what, and when"),
            url_name="bo_history",
            icon="history",
            position=80,
            needs=May.SEE_HISTORY,
        )
    )
    for position, (key, label, hint, icon, needs) in enumerate(
        [
            ("hours", _("Opening hours"), _("The week, holidays, days you are closed"), "clock", May.SET_UP_SHOP),
            ("texts", _("Texts"), _("Name, headline, your story"), "pen-line", May.SET_UP_SHOP),
            ("home", _("Home page"), _("What it shows, in which order"), "layout-list", May.SET_UP_SHOP),
            ("look", _("Look"), _("Theme, colour, logo, cover picture"), "palette", May.SET_UP_SHOP),
            ("delivery", _("Collection and delivery"), _("How customers get their order, and what it costs"), "package", May.SET_UP_SHOP),
            ("pause", _("Pause"), _("Holidays: no orders until a day you choose"), "calendar-clock", May.SET_UP_SHOP),
            ("identity", _("Address and legal details"), _("Where you are, and who you are for the law"), "map-pin", May.SET_IDENTITY),
        ]
    ):
        register_more_link(
            MoreLink(key=key, label=label, hint=hint, url_name=f"bo_shop_{key}", icon=icon, position=10 * position, needs=needs)
        )
    register_more_link(
        MoreLink(
            key="guide",
            label=_("Setup guide"),
            hint=_("What is done, what comes next, and opening the shop"),
            url_name="bo_guide",
            icon="list-checks",
            position=60,
            needs=May.SET_IDENTITY,
        )
    )
    register_more_link(
        MoreLink(
            key="check",
            label=_("Shop check"),
            hint=_("Twenty points, and what would help your shop most"),
            url_name="bo_check",
            icon="clipboard-check",
            position=55,
            needs=May.SET_IDENTITY,
        )
    )
