from shops.models.event import ShopEvent
from shops.models.hours import OpeningException, OpeningHours
from shops.models.invitation import Invitation
from shops.models.outbox import OutboxMessage
from shops.models.picture import PictureBase, PictureState, Rendition, ShopPicture
from shops.models.settings import LegalForm, ShopSettings, Theme
from shops.models.shipping_method import ShippingKind, ShippingMethod

__all__ = [
    "Invitation",
    "LegalForm",
    "OpeningException",
    "OpeningHours",
    "OutboxMessage",
    "PictureBase",
    "PictureState",
    "Rendition",
    "ShippingKind",
    "ShippingMethod",
    "ShopEvent",
    "ShopPicture",
    "ShopSettings",
    "Theme",
]
