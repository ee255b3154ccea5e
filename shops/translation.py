"""The texts of a shop that exist in each language."""

from modeltranslation.translator import TranslationOptions, register

from shops.models import HomeSection, OpeningHours, ShippingMethod, ShopSettings


@register(ShopSettings)
class ShopSettingsTranslation(TranslationOptions):
    fields = (
        "tagline",
        "announcement",
        "hero_title",
        "hero_text",
        "hero_alt",
        "story_title",
        "story_text",
        "story_alt",
        "how_to_get_there",
        "vat_note",
        "street",
        "city",
    )


@register(HomeSection)
class HomeSectionTranslation(TranslationOptions):
    fields = ("title", "text")


@register(OpeningHours)
class OpeningHoursTranslation(TranslationOptions):
    fields = ("note",)


@register(ShippingMethod)
class ShippingMethodTranslation(TranslationOptions):
    fields = ("name", "description")
