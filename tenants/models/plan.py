"""What a shop costs, as rows that platform staff change without a release."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.money import MAX_AMOUNT, divide_half_up
from tenants.models.base import PlatformModel
from tenants.rules import platform_part

VAT_RATE = 2100  # hundredths of a percent: what the platform itself adds to its price, as any Belgian service does
MOST_BASIS_POINTS = 1000
LANGUAGES = ("fr", "nl", "en", "de")
_UNLIMITED = _("Empty means without a limit.")


def with_vat(amount: int) -> int:
    """Return a price of the platform with VAT added, both in cents."""
    return amount + divide_half_up(amount * VAT_RATE, 10_000)


def names_in_each_language(names: Any) -> None:
    """
    Check that `names` is one short name for each language.

    :raises ValidationError: if it is not
    """
    fine = isinstance(names, dict) and set(names) == set(LANGUAGES)
    if not (fine and all(isinstance(name, str) and re.fullmatch(r"\S.{0,38}\S", name) for name in names.values())):
        raise ValidationError(_("Write a name of two to forty letters in each language: fr, nl, en and de."), "names")


class PlanQuerySet(models.QuerySet["Plan"]):
    def offered(self) -> "PlanQuerySet":
        """Leave those that anybody may choose, in their order."""
        return self.filter(is_public=True).order_by("position", "price_amount")


class Plan(PlatformModel):
    """
    A price, and what is in it.

    `price_amount` is in cents a month without VAT, as businesses compare; `price_with_vat` is what is paid. `fee_basis_points`
    is the platform's part of each sale paid online, in hundredths of a percent. An empty limit means none. The limits
    hold where something is added (shops.services.keep_limit); the amounts of the first migration are placeholders until the
    owner of the platform sets them in the admin.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    names = models.JSONField(_("name in each language"), validators=[names_in_each_language])
    price_amount = models.PositiveIntegerField(
        _("price a month, without VAT"),
        validators=[MaxValueValidator(MAX_AMOUNT)],
        help_text=_(
            "In cents. The price that was there first is a placeholder: set yours. Stripe is told by itself. Shops that pay already "
            "go on paying their former price until they change their plan; whoever subscribes from now on pays this one."
        ),
    )
    trial_days = models.PositiveSmallIntegerField(
        _("days for free at the beginning"), default=0, validators=[MaxValueValidator(366)], help_text=_("0 means none.")
    )
    fee_basis_points = models.PositiveSmallIntegerField(
        _("our part of each sale paid online"),
        default=0,
        validators=[MaxValueValidator(MOST_BASIS_POINTS)],
        help_text=_("In hundredths of a percent: 50 is 0.5%. Stripe’s own fees come on top of it."),
    )
    max_products = models.PositiveIntegerField(_("products at most"), null=True, blank=True, help_text=_UNLIMITED)
    max_people = models.PositiveSmallIntegerField(_("people at most"), null=True, blank=True, help_text=_UNLIMITED)
    max_languages = models.PositiveSmallIntegerField(_("languages at most"), null=True, blank=True, help_text=_UNLIMITED)
    is_public = models.BooleanField(_("shown with the prices"), default=False)
    position = models.PositiveSmallIntegerField(_("place in the table"), default=0)
    lookup_key = models.CharField(
        _("key of its price at Stripe"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9_-]*$")],
        help_text=_("The lookup_key of the recurring price at Stripe; empty until there is one."),
    )
    amount_at_stripe = models.PositiveIntegerField(
        _("price that Stripe knows"), null=True, editable=False
    )  # in cents; empty while the row has changed since Stripe was told

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["position", "price_amount"]
        constraints = [
            models.CheckConstraint(condition=models.Q(fee_basis_points__lte=MOST_BASIS_POINTS), name="plan_fee_is_a_small_part"),
            models.CheckConstraint(condition=models.Q(price_amount__lte=MAX_AMOUNT), name="plan_price_is_possible"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.names.get((get_language() or "fr")[:2]) or self.code)

    @property
    def is_known_to_stripe(self) -> bool:
        """Whether Stripe takes the present price; a plan that costs nothing has none there."""
        return self.price_amount > 0 and self.amount_at_stripe == self.price_amount

    @property
    def vat_amount(self) -> int:
        """The VAT on the monthly price, in cents."""
        return with_vat(self.price_amount) - self.price_amount

    @property
    def price_with_vat(self) -> int:
        """The monthly price as it is paid, in cents."""
        return with_vat(self.price_amount)

    @property
    def fee_percent(self) -> str:
        """The platform's part as people read it, with a decimal comma outside English: 50 is "0,5"."""
        return number_format(Decimal(self.fee_basis_points) / 100)

    def fee_on(self, amount: int) -> int:
        """Return the platform's part of a sale of `amount`, both in cents."""
        return platform_part(amount, basis_points=self.fee_basis_points)
