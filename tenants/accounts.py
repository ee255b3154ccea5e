"""How django-allauth behaves here: nobody signs up by themselves, mails carry the platform's name."""

from email.utils import formataddr, parseaddr
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kit.tenancy import tenant_or_none
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
        _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return formataddr((tenant.name, address)) if tenant else settings.DEFAULT_FROM_EMAIL
