"""How the shop looks: theme, colour, pictures."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import PhotoField
from shops.backoffice.forms.columns import ColumnsForm
from shops.backoffice.forms.texts import language_name, text_field
from shops.models import FontPair, ShopSettings, Theme
from shops.rules.colors import clean_color
from shops.rules.fonts import PAIRS
from shops.rules.look import Look
from shops.rules.themes import NEVER_SEEN, THEMES, theme_facts
from shops.services.set_shop_picture import PLACES

ALT_OF = {"hero_picture": "hero_alt", "story_picture": "story_alt"}
LABELS = {
    "logo": (_("Logo"), _("Shown at the top instead of the name, about three centimetres wide.")),
    "hero_picture": (_("Cover picture"), _("The large picture of your home page.")),
    "story_picture": (_("Picture of your story"), _("Beside the text about you.")),
}


def chosen_look(sent: Mapping[str, str]) -> Look:
    """Return the look that a form sent; what it did not say, or what is none, as it is saved. One statement."""
    saved = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    theme, pair = sent.get("theme", ""), sent.get("font_pair", saved.font_pair)
    return Look(
        theme=next((each for each in (theme, saved.theme) if each in THEMES), NEVER_SEEN),
        color=_chosen_color(sent, saved),
        pair=next((each for each in (pair, saved.font_pair) if each in PAIRS or not each), ""),
    )


def _chosen_color(sent: Mapping[str, str], saved: ShopSettings) -> str:
    if "theme" not in sent:
        return saved.brand_color
    if not sent.get("use_brand"):
        return ""
    try:
        return clean_color(sent.get("brand_color", ""))
    except ValueError:
        return saved.brand_color


class LookForm(ColumnsForm):
    """Theme and colour, and the pictures of the shop with what they show."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    font_pair = forms.ChoiceField(
        label=_("Fonts"), required=False, choices=[("", _("As the theme has it")), *FontPair.choices], widget=forms.RadioSelect
    )
    use_brand = forms.BooleanField(label=_("Use a colour of our own"), required=False)
    brand_color = forms.CharField(
        label=_("Colour"), max_length=7, required=False, widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("For buttons and links. If it could not be seen or read, it is made darker or lighter by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, settings: ShopSettings, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings, self.languages = settings, languages
        self.initial = {
            "theme": settings.theme,
            "font_pair": settings.font_pair,
            "use_brand": bool(settings.brand_color),
            "brand_color": settings.brand_color or theme_facts(settings.theme).color,
            **self.initial,
        }
        for place in PLACES:
            label, help_text = LABELS[place]
            self.fields[place] = PhotoField(label=label, required=False, help_text=help_text)
            self.fields[f"{place}_remove"] = forms.BooleanField(label=_("Remove this picture"), required=False)
            for language in languages if place in ALT_OF else ():
                column = ALT_OF[place]
                self.fields[f"{column}_{language}"] = text_field(column, language)
                self.initial.setdefault(f"{column}_{language}", getattr(settings, f"{column}_{language}"))
        self.remember_shown()

    def clean_brand_color(self) -> str:
        try:
            return clean_color(self.cleaned_data["brand_color"]) if self.cleaned_data["brand_color"] else ""
        except ValueError as error:
            raise forms.ValidationError(_("A colour looks like #1d6542."), "color") from error

    def pictures(self) -> list[dict[str, Any]]:
        """Return each picture with the fields about it."""
        return [
            {
                "place": place,
                "picture": getattr(self.settings, place),
                "field": self[place],
                "remove": self[f"{place}_remove"],
                "alts": [(language_name(language), self[f"{ALT_OF[place]}_{language}"]) for language in self.languages]
                if place in ALT_OF
                else [],
            }
            for place in PLACES
        ]

    def columns_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        alts = {f"{column}_{language}": values[f"{column}_{language}"] for column in ALT_OF.values() for language in self.languages}
        return {
            **alts,
            "theme": values["theme"],
            "font_pair": values["font_pair"] if "font_pair" in self.data else self.settings.font_pair,
            "brand_color": values["brand_color"] if values["use_brand"] else "",
        }

    def fields_of(self, column: str, value: Any) -> dict[str, Any]:
        return {"use_brand": bool(value), "brand_color": value} if column == "brand_color" else {column: value}
