"""Somebody opens a shop all by themselves."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError

from landing.services.furnish_shop import furnish_shop
from landing.services.open_shop import open_shop
from tenants.models import Membership, Role, Tenant, TenantStatus, User
from tenants.services.hand_over import make_hand_over
from tenants.services.provision_shop import SubdomainTaken

MOST_A_DAY = 3  # new shops of one person
SAME_FORM = dt.timedelta(minutes=10)  # within it the same name asked for again is the same form, sent twice


class TooManyShops(Exception):
    """This person has opened MOST_A_DAY shops within a day. Shown to them."""


@dataclass(frozen=True, kw_only=True)
class OwnShop:
    """What is asked; `subdomain` is its address, `language` its own, `trade` one of tenants.models.Trade."""

    name: str
    subdomain: str
    trade: str
    postcode: str
    language: str


def open_own_shop(*, user: User, wished: OwnShop, now: dt.datetime) -> tuple[Tenant, str]:
    """
    Open a shop for a signed-in person, furnished for its trade; returns it with the token that leads them in.

    Sent twice, also at the same time, the second call returns the shop of the first; one that a crash left half
    made is finished. Customers see it once it is launched.

    :raises TooManyShops: if this person opened enough for today
    :raises tenants.rules.UnusableSubdomain: if the address can't be one
    :raises tenants.services.provision_shop.SubdomainTaken: if another shop has it
    """
    tenant = _made_just_now(user, wished, now=now)
    if tenant is None:
        if _opened_today(user, now=now) >= MOST_A_DAY:
            raise TooManyShops
        try:
            tenant = _open(user, wished, now=now)
        except (SubdomainTaken, IntegrityError) as error:
            tenant = _made_just_now(user, wished, now=now)  # the other one of two at once
            if tenant is None:
                raise SubdomainTaken(wished.subdomain) from error
    return tenant, make_hand_over(user=user, tenant=tenant, now=now)


def _open(user: User, wished: OwnShop, *, now: dt.datetime) -> Tenant:
    return open_shop(
        name=wished.name,
        subdomain=wished.subdomain,
        owner_email=user.email,
        language=wished.language,
        languages=tuple(dict.fromkeys([wished.language, "fr", "nl"])),
        trade=wished.trade,
        furnish=partial(furnish_shop, trade=wished.trade, postcode=wished.postcode, email=user.email, now=now),
    )


def _owned(user: User) -> list[Tenant]:
    return [membership.tenant for membership in Membership.objects.filter(user=user, role=Role.OWNER).select_related("tenant")]


def _made_just_now(user: User, wished: OwnShop, *, now: dt.datetime) -> Tenant | None:
    """Return the shop that this person opened at this address a moment ago, once it is whole."""
    return Tenant.objects.filter(
        pk__in=[tenant.pk for tenant in _owned(user)],
        domains__domain=wished.subdomain,
        status=TenantStatus.ACTIVE,
        created_at__gt=now - SAME_FORM,
    ).first()


def _opened_today(user: User, *, now: dt.datetime) -> int:
    return sum(tenant.created_at > now - dt.timedelta(days=1) for tenant in _owned(user))
