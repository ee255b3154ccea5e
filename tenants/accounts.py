"""How django-allauth behaves here: nobody signs up by themselves, mails carry the platform's name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kit.tenancy import tenant_or_none


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter; on a shop's host signing in leads to its backoffice."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/backoffice/" if tenant_or_none() else "/account/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        tenant = tenant_or_none()
        super().send_mail(template_prefix, email, {**context, "site_name": tenant.name if tenant else "Vitrine"})
