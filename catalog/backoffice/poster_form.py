"""What to print: which sheet, how large, in which language, and for labels which products."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Product
from catalog.rules.scans import PICKUP, WINDOW
from catalog.selectors.categories import category_choices
from kit.forms import set_choices

LABELS = "labels"
KINDS = [(WINDOW, _("Poster for the window")), (PICKUP, _("Poster for the counter")), (LABELS, _("Labels for the shelf"))]
SIZES = [("a4", _("A4, a sheet of office paper")), ("a5", _("A5, half of it"))]
LANGUAGES = {
    "fr": pgettext_lazy("language of a poster", "French"),
    "nl": pgettext_lazy("language of a poster", "Dutch"),
    "fr-nl": pgettext_lazy("language of a poster", "French and Dutch"),
    "nl-fr": pgettext_lazy("language of a poster", "Dutch and French"),
    "en": pgettext_lazy("language of a poster", "English"),
    "de": pgettext_lazy("language of a poster", "German"),
}
ALL, CATEGORY, CHOSEN = "all", "category", "chosen"
WHICH = [(ALL, _("Everything that is online")), (CATEGORY, _("One category")), (CHOSEN, _("The products I choose"))]
MOST_CHOSEN = 96
MAX_QUERY = 80


class PosterForm(forms.Form):
    """Sent with GET, so that a choice has an address. What is missing is as usual; what is no choice is said."""

    kind = forms.ChoiceField(label=_("What to print"), choices=KINDS, widget=forms.RadioSelect)
    size = forms.ChoiceField(label=_("Size"), choices=SIZES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language on the paper"))
    which = forms.ChoiceField(label=_("Labels for"), choices=WHICH, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Category"), required=False)
    product: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Chosen products"), queryset=Product.objects.none(), required=False
    )

    def __init__(self, sent: QueryDict, *, offered: tuple[str, ...]) -> None:
        choices = language_choices(offered)
        usual = {"kind": WINDOW, "size": "a4", "language": choices[0][0], "which": CHOSEN if "product" in sent else ALL}
        data = sent.copy()
        for name, value in usual.items():
            data.setdefault(name, value)
        super().__init__(data)
        set_choices(self, "language", choices)
        set_choices(self, "category", category_choices())
        self.fields["product"].queryset = Product.objects.published().order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_product(self) -> list[Product]:
        chosen = list(self.cleaned_data["product"])
        if len(chosen) > MOST_CHOSEN:
            raise forms.ValidationError(_("At most %(most)s products at once: print a part first.") % {"most": MOST_CHOSEN}, "too_many")
        return chosen

    @property
    def languages(self) -> list[str]:
        return str(self.cleaned_data["language"]).split("-")


def language_choices(offered: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Return the languages a sheet can have: both of Brussels together and alone, the shop's own first, then what else the shop offers."""
    both = ("nl-fr", "nl", "fr") if offered[0] == "nl" else ("fr-nl", "fr", "nl")
    own = (offered[0],) if offered[0] not in ("fr", "nl") else ()
    codes = dict.fromkeys([*own, *both, *offered])
    return [(code, LANGUAGES[code]) for code in codes]
