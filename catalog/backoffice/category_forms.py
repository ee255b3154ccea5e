"""What a category is called, its icon, and where it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.backoffice.words import icon_choices
from catalog.models import Category
from catalog.rules.categories import MAX_NAME, CategoryWords
from kit.forms import set_choices
from kit.tenancy import current_tenant
from shops.backoffice.forms.texts import language_name

STEPS = {"up": -1, "down": 1}


class CategoryForm(forms.Form):
    """A category's name in each of the shop's languages, and its icon. The shop's own language is needed."""

    use_required_attribute = False

    icon = forms.ChoiceField(label=_("Icon"), required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, category: Category) -> None:
        self.languages = current_tenant().languages
        initial = {f"name_{language}": getattr(category, f"name_{language}") for language in self.languages}
        super().__init__(data, initial={**initial, "icon": category.icon})
        set_choices(self, "icon", icon_choices(category.icon))
        for language in self.languages:
            self.fields[f"name_{language}"] = self._name_field(language)

    def _name_field(self, language: str) -> forms.CharField:
        own = self.languages[0]
        by_language = _("Name in %(language)s") % {"language": language_name(language)}
        return forms.CharField(
            label=by_language if len(self.languages) > 1 else _("Name"),
            max_length=MAX_NAME,
            required=language == own,
            widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
            error_messages={"required": _("Give it a name that customers understand.")},
        )

    def names(self) -> list[forms.BoundField]:
        """Return the fields of the names, the shop's own language first."""
        return [self[f"name_{language}"] for language in self.languages]

    def words(self) -> CategoryWords:
        """Return what was typed; only when the form is valid."""
        typed = self.cleaned_data
        return CategoryWords(
            names={language: " ".join(typed[f"name_{language}"].split()) for language in self.languages}, icon=typed["icon"]
        )


class MoveForm(forms.Form):
    """One place up or down."""

    direction = forms.ChoiceField(choices=[(direction, direction) for direction in STEPS])

    def steps(self) -> int:
        """Return how many places further down, negative for up; only when the form is valid."""
        return STEPS[self.cleaned_data["direction"]]


def new_category_field() -> forms.CharField:
    """Return the field of a product's page that names a category which may not exist yet."""
    return forms.CharField(
        label=_("Name of the new category"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The product goes into it when you save."),
    )
