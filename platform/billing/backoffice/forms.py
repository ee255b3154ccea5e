"""Choosing a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.money import MAX_AMOUNT
from tenants.models import Plan

DEEDS = ("pay", "change", "try")


class PlanForm(forms.Form):
    """
    Which plan, what is to be done with it, and the price in cents that was shown.

    All come from buttons, so what is wrong was not typed by anybody.
    """

    plan = forms.CharField(max_length=20, error_messages={"required": _("Choose a plan.")})
    deed = forms.ChoiceField(
        choices=[(deed, deed) for deed in DEEDS], error_messages={"invalid_choice": _("Choose a plan."), "required": _("Choose a plan.")}
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=MAX_AMOUNT)

    def clean(self) -> dict[str, Any]:
        """A change is charged without another page: it says which price was read on the page that asked."""
        data = super().clean() or {}
        if data.get("deed") == "change" and data.get("seen") is None and "seen" not in self.errors:
            raise forms.ValidationError(_("Look first at what the change costs, then confirm it."))
        return data

    def clean_plan(self) -> Any:
        plan = Plan.objects.offered().filter(code=self.cleaned_data["plan"].replace("\x00", "")).first()
        if plan is None:
            raise forms.ValidationError(_("This plan is not offered any more. Choose another."))
        return plan
