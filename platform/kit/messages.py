"""Flash messages in a cookie that no other shop's visitor can be handed."""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing  # noqa: TID251 -- CookieStorage wants a signer; the salt names the shop

from kit.tenancy import current_scope

LEADS_TO_CART = "leads-to-cart"  # an extra tag: components/messages.html puts a link to the basket behind the words


class ShopCookieStorage(CookieStorage):
    """Django's cookie storage, signed for the bound shop."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signing.get_cookie_signer(salt=f"vitrine:{current_scope().id}:messages")
