from shops.models.court import EnterpriseCourt
from shops.models.event import ShopEvent
from shops.models.figure import DailyFigure, FigureKind, KeptFigures
from shops.models.home import HomeSection, SectionKind
from shops.models.hours import OpeningException, OpeningHours
from shops.models.invitation import Invitation
from shops.models.outbox import OutboxMessage
from shops.models.picture import PictureBase, PictureState, Rendition, ShopPicture
from shops.models.settings import FontPair, LegalForm, ShopSettings, Theme
from shops.models.share_picture import SharePicture
from shops.models.shipping_method import ShippingKind, ShippingMethod

__all__ = [
    "DailyFigure",
    "EnterpriseCourt",
    "FigureKind",
    "FontPair",
    "HomeSection",
    "Invitation",
    "KeptFigures",
    "LegalForm",
    "OpeningException",
    "OpeningHours",
    "OutboxMessage",
    "PictureBase",
    "PictureState",
    "Rendition",
    "SectionKind",
    "SharePicture",
    "ShippingKind",
    "ShippingMethod",
    "ShopEvent",
    "ShopPicture",
    "ShopSettings",
    "Theme",
]
