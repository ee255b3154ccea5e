"""
Sessions bound to the host's shop: SESSION_ENGINE.

A session row carries the shop's id, and is looked up by key *and* shop. So a cookie of one shop
is worthless in another and on the platform, even with the same signing key and user.
"""

import datetime as dt
import hashlib
import re
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils import timezone

from kit.tenancy import current_scope

NOTED_EVERY = dt.timedelta(minutes=5)
MAX_DEVICE = 200

_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, one scope each."""

    model: Any

    @classmethod
    def get_model_class(cls) -> Any:
        from tenants.models import Session

        return Session

    @property
    def key_salt(self) -> str:
        return f"vitrine:{current_scope().id}:session"

    def _validate_session_key(self, key: str | None) -> bool:
        """Accept what Django makes: 32 lower-case letters and digits. A cookie may hold anything, also what the database refuses."""
        return bool(key and _KEY.fullmatch(key))

    def _get_session_from_db(self) -> Any:
        if self.session_key is None:
            return None
        row = self.model.objects.filter(session_key=self.session_key, scope_id=current_scope().id, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=session_key).exists()

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        row.scope_id = current_scope().id
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.device = data.get("device", "")
        row.began_at, row.seen_at = _moment(data.get("began")), _moment(data.get("seen"))
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        self.model.objects.filter(session_key=key, scope_id=current_scope().id).delete()


def note_use(session: Any, *, user_agent: str, now: dt.datetime) -> None:
    """Remember from what a person works and when they last did, for their list of sessions; one write in NOTED_EVERY at most."""
    moment = int(now.timestamp())
    if moment - session.get("seen", 0) < NOTED_EVERY.total_seconds():
        return
    session["seen"] = moment
    session["device"] = user_agent[:MAX_DEVICE]
    session.setdefault("began", moment)


def handle_of(session_key: str) -> str:
    """Return what a page calls a session by: whoever reads it can't use it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]


def _moment(timestamp: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC) if timestamp else None


class ShopSessionMiddleware(SessionMiddleware):
    """Django's middleware; a storefront page without a session touches neither cookie nor table."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if settings.SESSION_SAVE_EVERY_REQUEST:
            raise RuntimeError("SESSION_SAVE_EVERY_REQUEST would put a session on cacheable pages.")
