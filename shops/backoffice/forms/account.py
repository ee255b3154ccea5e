"""What a person may change of their own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField


class AccountForm(forms.Form):
    """Name, and the language of the backoffice."""

    name = OneLineField(label=_("Your name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of these pages"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
