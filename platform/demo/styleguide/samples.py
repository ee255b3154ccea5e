"""What the style guide shows: values of the very types that pages hand to the components."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from catalog.selectors.storefront import ProductCard, QuickAdd
from shops.backoffice.claims import note_green_claims
from shops.selectors.frame_values import Photo

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    """A message as django.contrib.messages gives it to a template."""

    text: str
    level_tag: str
    extra_tags: str = ""

    @property
    def tags(self) -> str:
        return self.level_tag

    def __str__(self) -> str:
        return self.text


class SampleForm(forms.Form):
    """One field of each kind that the shop's forms use."""

    name = forms.CharField(label="Nom", help_text="Comme sur la sonnette.")
    email = forms.EmailField(label="E-mail", required=False)
    tagline_fr = forms.CharField(label="Accroche", required=False)
    price = forms.CharField(label="Prix", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    unit = forms.ChoiceField(label="Unité", choices=[("piece", "pièce"), ("kg", "kilo")])
    note = forms.CharField(label="Un mot pour le magasin", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    collect = forms.ChoiceField(
        label="Retrait ou livraison", choices=[("shop", "Au magasin"), ("bike", "À vélo")], widget=forms.RadioSelect
    )
    size = forms.ChoiceField(label="Taille", choices=[("s", "Petit"), ("m", "Moyen"), ("l", "Grand")], widget=forms.RadioSelect)
    mood = forms.ChoiceField(label="Tri", choices=[("all", "Tout"), ("new", "Nouveau")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label="Jours", choices=[("mo", "Lundi"), ("tu", "Mardi")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="J’ai lu les conditions de vente")
    photo = forms.FileField(label="Photo", required=False)


FIELDS: list[tuple[str, str, dict[str, Any]]] = [
    ("name", "text, with help", {}),
    ("email", "optional", {}),
    ("tagline_fr", "with a note on a green claim", {}),
    ("price", "with a suffix", {"suffix": "€"}),
    ("unit", "select", {}),
    ("note", "several lines", {}),
    ("collect", "choice as cards", {}),
    ("size", "choice in a row", {"style": "row"}),
    ("mood", "choice as chips", {"style": "chips"}),
    ("days", "several choices as ticks", {"style": "ticks"}),
    ("agreed", "one tick", {}),
]


def blank_form() -> SampleForm:
    form = SampleForm(auto_id="blank_%s", initial={"collect": "shop", "size": "m", "mood": "all", "tagline_fr": "La mode durable"})
    note_green_claims(form, ["tagline_fr"])
    return form


def wrong_form() -> SampleForm:
    """Return a form that was sent with everything missing or wrong."""
    return SampleForm({"email": "anna@", "price": ""}, auto_id="wrong_%s")


def cards(now: dt.datetime, *, photo: Photo | None, other_photo: Photo | None) -> dict[str, ProductCard]:
    """Return one product in each state that a list can show; the photographs are some of the shop's own."""
    plain = ProductCard(
        url="#card",
        name="Aloès en pot",
        hint="Plein soleil",
        price_from=1490,
        has_range=False,
        compare_at_price=None,
        image=photo,
        is_unique=False,
        is_sold=False,
        is_out_of_stock=False,
        available=12,
        held_until=None,
        is_mine=False,
        lot="",
        quick_add=QuickAdd("#card", 1),
        category_id=None,
        allergens="",
        unit_price_amount=None,
        unit_price_unit="",
    )
    unique = replace(
        plain, name="Fauteuil bleu", hint="Bon état", price_from=14500, is_unique=True, available=1, lot="0412", image=other_photo
    )
    return {
        "plain": plain,
        "from a price on": replace(plain, name="Petites succulentes", price_from=490, has_range=True, quick_add=None),
        "reduced": replace(plain, name="Tulipes", price_from=1250, compare_at_price=1500),
        "few left": replace(plain, name="Orchidée", available=2),
        "priced by weight": replace(
            plain,
            name="Pain au levain",
            hint="Froment demi-complet",
            allergens="gluten",
            unit_price_amount=600,
            unit_price_unit="kg",
            image=other_photo,
        ),
        "out of stock": replace(plain, name="Cyprès en bonsaï", is_out_of_stock=True, available=0, quick_add=None),
        "no photograph yet": replace(plain, name="Zamioculcas", image=None),
        "a long name": replace(
            plain, name="Kerstboompje in wachtkamerverlichtingskwaliteit met 48 lampjes", hint="Selbstbewässerungsgefäß inbegriffen"
        ),
        "one of a kind": unique,
        "held by somebody": replace(
            unique, name="Tabouret d’atelier", lot="0407", available=0, is_out_of_stock=True, held_until=now + HOUR
        ),
        "kept for this visitor": replace(unique, name="Suspension", lot="0403", is_mine=True),
        "sold": replace(unique, name="Planche rouge", lot="0398", is_sold=True, is_out_of_stock=True, available=0, image=None),
    }


def page_of(number: int) -> Any:
    return Paginator(range(400), 24).page(number)


def messages() -> list[Said]:
    return [
        Said(_("Saved."), "success"),
        Said("Encore 2 en stock, on en a mis 2 dans votre panier.", "warning", "leads-to-cart"),
        Said("Le paiement n’a pas abouti.", "error"),
        Said("Le magasin est fermé lundi.", "info"),
    ]
