"""
The second key of a person: an app that shows codes, a passkey, and codes on paper for the day both are gone.

allauth's own, with three things decided here: what a passkey belongs to (docs/adr/0009), that
secrets are stored encrypted, and that the log is told.
"""

import base64
import hashlib
from typing import Any

from allauth.core import context as allauth_context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.doors import tell
from tenants.hosts import normal_hostname


class MFAAdapter(DefaultMFAAdapter):
    """allauth's adapter for second keys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That is not right. Take the newest code, or try again."),
        "cannot_generate_recovery_codes": gettext_lazy("First set up an app or a passkey; the codes on paper come with it."),
    }

    def get_totp_issuer(self) -> str:
        return "Vitrine"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 -- the name that allauth gives it
        return _("My passkey")

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored: worthless to whoever has the database alone."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; what no key of ours opens is no secret at all, and no code fits it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(normal_hostname(allauth_context.request.get_host())), "name": "Vitrine"}


def relying_party(hostname: str) -> str:
    """
    Return the domain that passkeys made at `hostname` belong to.

    The base domain, so that one passkey opens every shop and the platform. Browsers take "localhost"
    for no domain of its own, and a shop's own domain is another one: there it is the host itself.
    """
    base = settings.BASE_DOMAIN
    is_under_base = hostname == base or hostname.endswith(f".{base}")
    return base if "." in base and is_under_base else hostname


def register() -> None:
    """Let the log know of every key that comes or goes, and each code be good once; from AppConfig.ready()."""
    TOTP._mark_code_used = _use_up  # type: ignore[method-assign]  # noqa: SLF001 -- there is no setting for it
    for signal, kind in ((authenticator_added, "key_added"), (authenticator_removed, "key_removed"), (authenticator_reset, "key_renewed")):
        signal.connect(_telling(kind), weak=False, dispatch_uid=f"vitrine {kind}")


def _use_up(self: TOTP, code: str) -> bool:
    """Note that a code was used, for as long as it would be taken: allauth's own forgets it after half a minute."""
    lasts = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(self._get_used_cache_key(code), "y", timeout=lasts))


def _telling(kind: str) -> Any:
    def told(*, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
        tell(kind, user=user, key=str(authenticator.type))

    return told


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"vitrine:mfa:{key}".encode()).digest())) for key in keys])
