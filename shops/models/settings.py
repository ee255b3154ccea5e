"""Everything a shopkeeper says about the shop itself: one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.models import TimestampedModel
from shops.models.court import EnterpriseCourt


class Theme(models.TextChoices):
    SERRE = "serre", _("Glasshouse: light and airy")
    BROCANTE = "brocante", _("Flea market: bold, with price tags")
    COMPTOIR = "comptoir", _("Counter: a menu, warm")
    LIBRAIRIE = "librairie", _("Bookshop: quiet, set like a book")
    ATELIER = "atelier", _("Workshop: drawn to measure")
    GALERIE = "galerie", _("Gallery: clean and sure, cut in two")


class FontPair(models.TextChoices):
    """As shops.rules.fonts.PAIRS names them; empty as the theme has it."""

    BOOK = "book", _("Book: calm titles with serifs")
    POSTER = "poster", _("Poster: narrow and strong")
    ROUND = "round", _("Round: friendly")
    PLAIN = "plain", _("Plain: clear and modern")


class LegalForm(models.TextChoices):
    """The forms a Belgian shop usually has. One that is not here is kept in the shopkeeper's own words."""

    NATURAL_PERSON = "natural_person", _("natural person")
    SRL = "srl", pgettext_lazy("legal form", "SRL/BV")
    SA = "sa", pgettext_lazy("legal form", "SA/NV")
    SC = "sc", pgettext_lazy("legal form", "SC/CV")
    SNC = "snc", pgettext_lazy("legal form", "SNC/VOF")
    SCOMM = "scomm", pgettext_lazy("legal form", "SComm/CommV")
    ASBL = "asbl", pgettext_lazy("legal form", "ASBL/VZW")


class ShopSettings(TimestampedModel):
    """
    The single row of the shop's settings.

    The texts exist in four languages (`_fr`, `_nl`, `_en`, `_de`; see translation.py). Name,
    tagline, postcode and languages are copied to the public row by `update_listing`, launch and
    pause by `update_standing`. `takes_cards` is what the shopkeeper says of the counter: since July
    2022 the law asks each shop for one electronic way to pay.
    """

    SINGLE_ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE_ROW, editable=False)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    announcement = models.CharField(_("announcement"), max_length=200, blank=True)
    hero_title = models.CharField(_("headline"), max_length=120, blank=True)
    hero_text = models.TextField(_("words under the headline"), max_length=600, blank=True)
    hero_alt = models.CharField(_("what the cover picture shows"), max_length=200, blank=True)
    story_title = models.CharField(_("title of your story"), max_length=120, blank=True)
    story_text = models.TextField(_("your story"), max_length=2000, blank=True)
    story_alt = models.CharField(_("what the picture of your story shows"), max_length=200, blank=True)
    how_to_get_there = models.CharField(_("how to get there"), max_length=200, blank=True)
    vat_note = models.CharField(_("note on VAT"), max_length=200, blank=True)

    theme = models.CharField(_("theme"), max_length=20, choices=Theme, default=Theme.SERRE)
    brand_color = models.CharField(_("colour"), max_length=7, blank=True)
    font_pair = models.CharField(_("fonts"), max_length=20, choices=FontPair, blank=True)
    logo = models.ForeignKey("shops.ShopPicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    hero_picture = models.ForeignKey("shops.ShopPicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    story_picture = models.ForeignKey("shops.ShopPicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    city = models.CharField(_("municipality"), max_length=80, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)  # a LegalForm, or other words as typed
    enterprise_number = models.CharField(_("enterprise number"), max_length=10, blank=True)
    court = models.CharField(_("register of legal persons"), max_length=20, choices=EnterpriseCourt, blank=True, db_default="")
    professional_title = models.CharField(_("professional title"), max_length=120, blank=True, db_default="")
    supervisory_authority = models.CharField(_("supervisory authority"), max_length=120, blank=True, db_default="")

    by_appointment = models.BooleanField(_("by appointment"), default=False, db_default=False)
    takes_cards = models.BooleanField(_("cards or phones at the counter"), default=False, db_default=False)

    launched_at = models.DateTimeField(null=True, blank=True, editable=False)  # before it customers see "opening soon"
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last test order
    paused_until = models.DateField(null=True, blank=True, editable=False)  # the first day on which one can order again
    guide_closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # the setup guide was put away

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_shop_settings")]

    def __str__(self) -> str:
        return self.name
