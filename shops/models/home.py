"""The home page, as the shopkeeper arranged it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.models import TimestampedModel


class SectionKind(models.TextChoices):
    """As shops.rules.themes names them; a test holds them equal."""

    HERO = "hero", _("Cover")
    ANNOUNCEMENT = "announcement", _("News")
    CATEGORIES = "categories", _("Categories")
    PRODUCTS = "products", _("Products")
    SHELF = "shelf", _("One category")
    STORY = "story", pgettext_lazy("section of the home page", "Your story")
    WORDS = "words", _("A few words")
    VISIT = "visit", _("Come and see us")


class HomeSection(TimestampedModel):
    """
    One part of the home page. A shop without rows shows what its theme shows by itself.

    Title and text exist in four languages; only the kinds of rules.home.WRITTEN have them: what the cover and the story
    say stands in the settings. `count` is the number of products, None as the theme has it; `category_id` names a
    category of the catalog, which this room does not know: one that is gone, or empty, is not shown.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=SectionKind)
    position = models.PositiveSmallIntegerField(default=0)
    is_shown = models.BooleanField(_("shown"), default=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    category_id = models.PositiveBigIntegerField(_("category"), null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                # Not `kind__in`: PostgreSQL would write that back in other words, and tenants.schema compares.
                condition=~models.Q(kind=SectionKind.SHELF.value) & ~models.Q(kind=SectionKind.WORDS.value),
                name="one_section_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"
