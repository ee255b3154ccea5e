from catalog.models.category import Category
from catalog.models.former_address import FormerAddress
from catalog.models.image import ProductImage
from catalog.models.product import Condition, Option, OptionValue, Product, ProductKind, ProductStatus
from catalog.models.scan import ScanCount
from catalog.models.stock import MovementReason, Reservation, StockLevel, StockMovement
from catalog.models.variant import Variant

__all__ = [
    "Category",
    "Condition",
    "FormerAddress",
    "MovementReason",
    "Option",
    "OptionValue",
    "Product",
    "ProductImage",
    "ProductKind",
    "ProductStatus",
    "Reservation",
    "ScanCount",
    "StockLevel",
    "StockMovement",
    "Variant",
]
