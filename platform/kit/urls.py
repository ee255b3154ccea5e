"""Whole addresses, for mails and tasks, where there is no request to ask."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.tenancy import current_tenant


def shop_url(name: str, *args: object, language: str | None = None, **kwargs: object) -> str:
    """Return the whole address of a page of the bound shop, in `language` where the page has one."""
    with translation.override(language or translation.get_language()):
        path = reverse(name, urlconf="config.urls_shop", args=args or None, kwargs=kwargs or None)
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{current_tenant().hostname}{port}{path}"


def platform_email() -> str:
    """Return the address under which the platform's people can be written to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
