"""Whole addresses, for mails and tasks, where there is no request to ask, or none that may be believed."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.tenancy import current_tenant, tenant_or_none


def public_origin(hostname: str) -> str:
    """Return scheme, hostname and port as browsers reach us (PUBLIC_SCHEME, PUBLIC_PORT), without a final slash."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{hostname}{port}"


def own_address(path: str) -> str:
    """
    Return the whole address of a path of the bound shop, or else of the platform.

    Never made of the Host header: its port and final dot are the sender's choice, and would stand in our mails.
    """
    tenant = tenant_or_none()
    return public_origin(tenant.hostname if tenant else settings.BASE_DOMAIN) + path


def shop_url(name: str, *args: object, language: str | None = None, **kwargs: object) -> str:
    """Return the whole address of a page of the bound shop, in `language` where the page has one."""
    with translation.override(language or translation.get_language()):
        path = reverse(name, urlconf="config.urls_shop", args=args or None, kwargs=kwargs or None)
    return public_origin(current_tenant().hostname) + path


def platform_email() -> str:
    """Return the address under which the platform's people can be written to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
