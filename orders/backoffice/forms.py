"""What is typed about an order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.backoffice.words import REASONS


class CancelForm(forms.Form):
    """Why an order is called off; the customer reads it in their mail."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=REASONS, widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )
    words = forms.CharField(
        label=_("A word to the customer"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the e-mail."),
    )

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Tell the customer why, in a few words."))
        return cleaned

    def text(self) -> str:
        """Return the reason as the customer reads it; only when the form is valid."""
        words = str(self.cleaned_data["words"]).strip()
        return words or str(dict(REASONS)[self.cleaned_data["reason"]])


class NoteForm(forms.Form):
    """A note for the people of the shop."""

    text = forms.CharField(label=_("Note for yourselves"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
