"""Leading a signed-in person from the platform's host into their shop."""

import datetime as dt
import hashlib
import secrets

from tenants.models import HandOver, Tenant, User

GOOD_FOR = dt.timedelta(minutes=1)
FORGOTTEN_AFTER = dt.timedelta(days=1)


def make_hand_over(*, user: User, tenant: Tenant, now: dt.datetime) -> str:
    """
    Return a token that signs this person in to this shop, once, within GOOD_FOR.

    What is older than a day is thrown away here. Not safe to call twice: two tokens.
    """
    HandOver.objects.filter(expires_at__lt=now - FORGOTTEN_AFTER).delete()
    token = secrets.token_urlsafe(32)
    HandOver.objects.create(token_hash=_hash(token), user=user, tenant=tenant, expires_at=now + GOOD_FOR)
    return token


def take_hand_over(*, token: str, tenant_id: int, now: dt.datetime) -> User | None:
    """
    Return the person whom a token signs in to this shop, and make it worthless; None when it is none.

    Of two who come with it at once, one gets in. Whoever is no longer of the shop, or closed, does not.
    """
    unused = HandOver.objects.filter(token_hash=_hash(token), tenant_id=tenant_id, used_at=None, expires_at__gt=now)
    if not unused.update(used_at=now):
        return None
    return User.objects.filter(
        is_active=True, memberships__tenant_id=tenant_id, pk__in=HandOver.objects.filter(token_hash=_hash(token)).values("user_id")
    ).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
