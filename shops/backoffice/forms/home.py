"""The sections of the home page, each with what can be said in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField, set_choices
from shops.backoffice.claims import note_green_claims
from shops.backoffice.forms.texts import language_name, text_field
from shops.backoffice.seen import ShownForm
from shops.models import HomeSection, SectionKind, ShopSettings
from shops.rules.home import ON_A_SHELF, SEVERAL, TITLED, WRITTEN, Section
from shops.rules.themes import ANNOUNCEMENT, HERO, PRODUCTS, SHELF, STORY, ThemeFacts
from shops.selectors.frame_values import CategoryLink

COUNTS = (ON_A_SHELF, 8, 12)
IN_SETTINGS = {HERO: ("hero_title", "hero_text"), ANNOUNCEMENT: ("announcement",), STORY: ("story_title", "story_text")}
LONG = ("hero_text", "story_text", "text")
HINTS = {
    HERO: _("Your headline and your picture. Always first."),
    ANNOUNCEMENT: _("Your line of news, large. Hidden here, it stands above every page."),
    "categories": _("The way to the first four categories of your shop."),
    PRODUCTS: _("What you chose for the home page, then the newest."),
    SHELF: _("Products of the category you choose."),
    STORY: _("Who you are. With its picture, if you have one."),
    "words": _("A title and a text of your own: an event, an order for the holidays."),
    "visit": _("Address, opening hours, the way, collection and delivery."),
}


class SectionForm(ShownForm):
    """One section: whether it is shown, what it shows, and what it says in each language of the shop."""

    is_shown = forms.BooleanField(label=_("Show it on the home page"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        section: Section,
        row: HomeSection | None,
        settings: ShopSettings,
        languages: Sequence[str],
        categories: Iterable[CategoryLink],
        facts: ThemeFacts,
    ) -> None:
        super().__init__(data, prefix=section.key)
        self.section, self.languages = section, languages
        self.own_columns = [name for name, _kinds in (("title", TITLED), ("text", WRITTEN)) if section.kind in _kinds]
        self.settings_columns = IN_SETTINGS.get(section.kind, ())
        self.initial = {"is_shown": section.is_shown, **self.initial}
        if section.kind == SHELF or (section.kind == PRODUCTS and not facts.is_menu):
            self._add_count(section)
        if section.kind == SHELF:
            self._add_category(section, categories)
        for language in languages:
            for column in self.own_columns:
                self._add_text(f"{column}_{language}", _own_field(column, language), row)
            for column in self.settings_columns:
                self._add_text(f"{column}_{language}", text_field(column, language, is_long=column in LONG), settings)
        note_green_claims(self, [f"{column}_{code}" for code in languages for column in (*self.own_columns, *self.settings_columns)])
        self.remember_shown()

    def _add_count(self, section: Section) -> None:
        usual = [("", _("as the theme has it"))] if section.kind == PRODUCTS else []
        self.fields["count"] = forms.TypedChoiceField(
            label=_("How many products"), choices=[*usual, *((number, str(number)) for number in COUNTS)], coerce=int, empty_value=None,
            required=not usual,
        )  # fmt: skip
        self.initial.setdefault("count", section.count or ("" if usual else COUNTS[0]))

    def _add_category(self, section: Section, categories: Iterable[CategoryLink]) -> None:
        choices = [(link.id, link.name) for link in categories]
        if section.category_id not in [pk for pk, _name in choices]:
            choices.insert(0, (section.category_id or "", _("(nothing online)")))  # type: ignore[arg-type]
        self.fields["category_id"] = forms.TypedChoiceField(label=_("Category"), choices=[], coerce=int, empty_value=None, required=False)
        set_choices(self, "category_id", choices)
        self.initial.setdefault("category_id", section.category_id or "")

    def _add_text(self, name: str, field: forms.Field, row: HomeSection | ShopSettings | None) -> None:
        field.label = language_name(name.rpartition("_")[2]) if len(self._columns) == 1 and len(self.languages) > 1 else field.label
        self.fields[name] = field
        self.initial.setdefault(name, getattr(row, name, "") or "")

    @property
    def _columns(self) -> list[str]:
        return [*self.own_columns, *self.settings_columns]

    @property
    def kind_label(self) -> str:
        return str(SectionKind(self.section.kind).label)

    @property
    def name(self) -> str:
        """What the shopkeeper knows it by: its own title, or its kind."""
        return self.section.title or self.kind_label

    @property
    def hint(self) -> str:
        return str(HINTS[self.section.kind])

    @property
    def is_first(self) -> bool:
        return self.section.kind == HERO

    @property
    def can_be_removed(self) -> bool:
        return self.section.kind in SEVERAL

    @property
    def is_new(self) -> bool:
        """Whether it was added, and says nothing yet."""
        return self.section.kind in WRITTEN and not any(self.initial.get(f"text_{language}") for language in self.languages)

    @property
    def choices(self) -> list[forms.BoundField]:
        """Return the fields that are the same in all languages, but for `is_shown`."""
        return [self[name] for name in ("category_id", "count") if name in self.fields]

    def texts(self) -> list[dict[str, Any]]:
        """Return the fields of each language, the shop's own first; none where this section says nothing of its own."""
        return [
            {"code": language, "name": language_name(language), "fields": [self[f"{column}_{language}"] for column in self._columns]}
            for language in self.languages
            if self._columns
        ]

    def is_of_settings(self, name: str) -> bool:
        """Whether a field's column stands in the settings, and not in the section's own row."""
        return name.rpartition("_")[0] in self.settings_columns


def _own_field(column: str, language: str) -> forms.CharField:
    model_field: Any = HomeSection._meta.get_field(column)  # noqa: SLF001 -- Django's documented way
    attrs: dict[str, Any] = {"lang": language}
    is_long = column in LONG
    widget = forms.Textarea(attrs={**attrs, "rows": 4}) if is_long else forms.TextInput(attrs=attrs)
    label = _("Text") if is_long else _("Title")
    return (forms.CharField if is_long else OneLineField)(label=label, max_length=model_field.max_length, required=False, widget=widget)
