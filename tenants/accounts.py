"""How django-allauth behaves here: nobody signs up by themselves, mails carry the platform's name."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kit.http import client_ip
from kit.mail import sender
from kit.routers import PLATFORM_ALIAS
from kit.tenancy import tenant_or_none
from kit.urls import own_address
from tenants.doors import tell
from tenants.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter; on a shop's host signing in leads to its backoffice."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("E-mail and password do not fit together. Try again, or have a code sent to you."),
        "enter_current_password": _("Type your present password."),
        "incorrect_code": _("That is not the code. Look at the newest mail, and type it again."),
        "incorrect_password": _("That is not your password."),
        "rate_limited": _("There were many attempts in a short time. Wait five minutes, then try again."),
        "too_many_login_attempts": _("There were many attempts in a short time. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/backoffice/" if tenant_or_none() else "/account/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Let those know who must, when somebody is in: after all that was asked of them."""
        tell("signed_in", user=user)
        return super().post_login(request, user, **kwargs)

    def set_password(self, user: Any, password: str) -> None:
        """Keep a new password, and let those know who must."""
        with transaction.atomic(using=PLATFORM_ALIAS):
            super().set_password(user, password)
            tell("password_changed", user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the person's own language, in the name of the shop they sign in at."""
        tenant = tenant_or_none()
        user = User.objects.filter(email__iexact=email).first()
        named = {"site_name": tenant.name if tenant else "Vitrine", "user_name": user.get_short_name() if user and user.name else ""}
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, {**context, **named})

    def get_from_email(self) -> str:
        """Return the sender with the shop's name before the platform's address."""
        tenant = tenant_or_none()
        return sender(tenant.name) if tenant else settings.DEFAULT_FROM_EMAIL

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a mail on the shop's (or the platform's) own address, whatever the Host header said."""
        return own_address(urlsplit(super().get_reset_password_from_key_url(key)).path)

    # ---- limits on guessing: counted over all hosts, see kit.caching -------------------------------

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """
        Count a try: few for one account from one address, many for one account from everywhere.

        Counting by account alone would let a stranger keep the password of its owner from working.
        Both numbers are in ACCOUNT_RATE_LIMITS; codes by mail are not counted here.
        """
        login = self._get_login_attempts_cache_key(request, **credentials)
        here = ratelimit.consume(request, app="allauth.account", action="login_failed", key=f"{ratelimit.get_ip(request)} {login}")
        everywhere = here and ratelimit.consume(request, app="allauth.account", action="login_failed_everywhere", key=login)
        if not here or not everywhere:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = ratelimit.RateLimitUsage([*here.usage, *everywhere.usage])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the account that is tried; allauth's own names the host too, and every shop would count anew."""
        return str(credentials.get("email", "")).strip().lower() or f"person {request.user.pk}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Begin to count anew for a person who chose a new password."""
        login = self._get_login_attempts_cache_key(request, **credentials)
        ratelimit.clear(request, app="allauth.account", action="login_failed", key=f"{ratelimit.get_ip(request)} {login}")
        ratelimit.clear(request, app="allauth.account", action="login_failed_everywhere", key=login)


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """
    The code from the mail, with a limit that holds when many guesses come at once.

    allauth counts wrong codes in the session, which parallel requests read and write over each
    other. Here each guess is counted before it is looked at.
    """

    def clean_code(self) -> str:
        request = allauth_context.request
        key = f"{request.session.session_key} {self.expected_code}"
        if not ratelimit.consume(request, app="allauth.account", action="confirm_login_code", key=key):
            raise AccountAdapter(request).validation_error("too_many_login_attempts")
        return str(super().clean_code())
