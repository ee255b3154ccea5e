"""Choosing a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import Plan

DEEDS = ("pay", "change", "try")


class PlanForm(forms.Form):
    """Which plan, and what is to be done with it; both come from buttons, so what is wrong was not typed by anybody."""

    plan = forms.CharField(max_length=20, error_messages={"required": _("Choose a plan.")})
    deed = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS], error_messages={"invalid_choice": _("Choose a plan.")})

    def clean_plan(self) -> Any:
        plan = Plan.objects.offered().filter(code=self.cleaned_data["plan"].replace("\x00", "")).first()
        if plan is None:
            raise forms.ValidationError(_("This plan is not offered any more. Choose another."))
        return plan
