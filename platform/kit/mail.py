"""Headers of mails, made of what people typed."""

from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings

from kit.text import one_line


def sender(name: str) -> str:
    """
    Return the platform's address under a shop's name: mails come from a domain that vouches for them.

    The name is drawn into one line, so that it can never begin another header (security.md X8).
    """
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(display_name=one_line(name), addr_spec=address))
