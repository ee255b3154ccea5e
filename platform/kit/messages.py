"""Flash messages in a cookie that no other shop's visitor can be handed."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing

from kit.tenancy import current_scope


class ShopCookieStorage(CookieStorage):
    """Django's cookie storage, signed for the bound shop."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signing.get_cookie_signer(salt=f"vitrine:{current_scope().id}:messages")
