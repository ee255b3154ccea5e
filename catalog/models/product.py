"""What is described: a product, its options and its texts."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import TimestampedModel


class ProductKind(models.TextChoices):
    STANDARD = "standard", _("Several of it")
    UNIQUE = "unique", _("One of a kind")


class ProductStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Online")
    ARCHIVED = "archived", _("Archived")


class Condition(models.TextChoices):
    AS_NEW = "as_new", _("As new")
    GOOD = "good", _("Good condition")
    WORN = "worn", _("Well worn")
    TO_RESTORE = "to_restore", _("To be restored")


class ProductQuerySet(models.QuerySet["Product"]):
    def published(self) -> "ProductQuerySet":
        return self.filter(status=ProductStatus.PUBLISHED)


class Product(TimestampedModel):
    """
    Something the shop describes; its variants are what is sold, each product has at least one.

    A unique piece exists once: one variant, stock at most one. Prices are gross; `vat_rate` is the
    rate inside them, in hundredths of a percent; for `is_margin` goods, second-hand under the margin
    scheme, it is the rate on the shop's margin. `unit_quantity` of `unit` (800 g) gives the unit
    price. `defects` and `facts` are lists of texts by language: [{"fr": "..", "nl": ".."}] and
    [{"label": {..}, "value": {..}}]. `made_by_form` names the form a product came from, so that one
    sent twice makes one product; NULL for the others, as they must not be unique together. `form_opened_at`
    is when that form was opened (catalog.selectors.pace).
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProductKind, default=ProductKind.STANDARD)
    status = models.CharField(_("status"), max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    category = models.ForeignKey(
        "catalog.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="products", verbose_name=_("category")
    )
    name = models.CharField(_("name"), max_length=120)
    hint = models.CharField(_("in a few words"), max_length=120, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    allergens = models.CharField(_("allergens"), max_length=200, blank=True)
    vat_rate = models.PositiveSmallIntegerField(_("VAT rate"), default=2100)
    is_margin = models.BooleanField(_("margin scheme"), default=False, db_default=False)
    unit_quantity = models.PositiveIntegerField(_("content"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=5, blank=True, choices=[("g", "g"), ("ml", "ml"), ("piece", _("piece"))])
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, blank=True)
    defects = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=list, blank=True)
    is_example = models.BooleanField(default=False, db_default=False, editable=False)  # of the trade's pack, until someone makes it theirs
    is_featured = models.BooleanField(_("shown on the home page"), default=False)
    position = models.IntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    made_by_form = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    form_opened_at = models.DateTimeField(null=True, editable=False)
    search_text = models.TextField(editable=False, default="")  # all languages, folded; see catalog.services.index_product

    objects = ProductQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "category", "-published_at"], name="product_listing"),
            GinIndex(fields=["search_text"], opclasses=["ext.gin_trgm_ops"], name="product_search"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unique(self) -> bool:
        return self.kind == ProductKind.UNIQUE

    @property
    def is_published(self) -> bool:
        return self.status == ProductStatus.PUBLISHED


class Option(models.Model):
    """A choice the customer makes, such as the size. A product has at most two, `axis` 1 and 2."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="options")
    axis = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        ordering = ["axis"]
        constraints = [
            models.UniqueConstraint(fields=["product", "axis"], name="one_option_for_each_axis"),
            models.CheckConstraint(condition=models.Q(axis__in=[1, 2]), name="option_axis_is_1_or_2"),
        ]

    def __str__(self) -> str:
        return self.name


class OptionValue(models.Model):
    """One answer to an option, such as "L"."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
