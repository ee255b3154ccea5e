"""What somebody of the platform does in a shop is written down, page by page."""

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.services.record_event import record_event


@transaction.atomic(using=SHOP_ALIAS)
def note_support(*, path: str, is_change: bool) -> None:
    """
    Write down that a page is opened, or a form of it sent, by whoever acts now. Committed before the page is made.

    The path alone: what is searched for may be a customer's name.
    """
    record_event(kind="support_did" if is_change else "support_saw", page=path.removeprefix("/backoffice"))
