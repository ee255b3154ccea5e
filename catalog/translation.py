"""The texts of the catalog that exist in each language."""

from modeltranslation.translator import TranslationOptions, register

from catalog.models import Category, Option, OptionValue, Product, ProductImage


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name",)


@register(Product)
class ProductTranslation(TranslationOptions):
    fields = ("name", "hint", "description", "allergens")


@register(Option)
class OptionTranslation(TranslationOptions):
    fields = ("name",)


@register(OptionValue)
class OptionValueTranslation(TranslationOptions):
    fields = ("name",)


@register(ProductImage)
class ProductImageTranslation(TranslationOptions):
    fields = ("alt",)
