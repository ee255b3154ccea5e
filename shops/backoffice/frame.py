"""The frame of every backoffice page: the shop's name, the way to the shop, the menu."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kit.tenancy import TenantRef, current_tenant
from kit.urls import platform_email
from shops.backoffice.registry import MenuEntry, menu_entries
from tenants.models import TenantStatus
from tenants.permissions import May


@dataclass(frozen=True)
class FrameShop:
    """What the frame says of the shop."""

    name: str
    home_url: str
    is_suspended: bool
    is_unpaid: bool


@dataclass(frozen=True)
class MenuItem:
    """One word of the menu, ready to be drawn."""

    key: str
    label: str
    url: str
    icon: str
    count: int
    is_current: bool
    is_add: bool


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, nav_key: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the backoffice; `nav_key` is the menu entry it belongs to. Templates ask `may.x` what to show."""
    may: frozenset[May] = getattr(request, "may", frozenset())
    frame = {
        "nav": _menu(nav_key, may),
        "may": {each.value: each in may for each in May},
        "shop": _shop(current_tenant()),
        "membership": getattr(request, "membership", None),
        "support": getattr(request, "support", None),
        "platform_email": platform_email(),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def _shop(tenant: TenantRef) -> FrameShop:
    return FrameShop(
        name=tenant.name,
        home_url=f"/{tenant.languages[0]}/",
        is_suspended=tenant.status == TenantStatus.SUSPENDED,
        is_unpaid=tenant.is_unpaid,
    )


def _menu(nav_key: str, may: frozenset[May]) -> list[MenuItem]:
    return [_item(entry, nav_key) for entry in menu_entries(may)]


def _item(entry: MenuEntry, nav_key: str) -> MenuItem:
    return MenuItem(
        key=entry.key,
        label=str(entry.label),
        url=reverse(entry.url_name),
        icon=entry.icon,
        count=entry.count() if entry.count else 0,
        is_current=entry.key == nav_key,
        is_add=entry.is_add,
    )
