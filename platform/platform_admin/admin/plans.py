"""The plans: what a shop costs. Whoever changes a row changes the page of prices at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField
from kit.money import format_money
from platform_admin.admin.refusing import RefusingAdmin
from platform_admin.site import admin_site
from tenants.models import Plan
from tenants.models.plan import LANGUAGES


class PlanForm(forms.ModelForm):
    """A plan, with a field for its name in each language."""

    name_fr = OneLineField(max_length=40, min_length=2)
    name_nl = OneLineField(max_length=40, min_length=2)
    name_en = OneLineField(max_length=40, min_length=2)
    name_de = OneLineField(max_length=40, min_length=2)

    class Meta:
        model = Plan
        fields = (
            *("code", "price_amount", "trial_days", "fee_basis_points", "max_products", "max_people", "max_languages"),
            *("is_public", "position", "lookup_key"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"].label = gettext("Name (%(language)s)") % {"language": language}
            self.fields[f"name_{code}"].initial = self.instance.names.get(code, "") if self.instance.pk else ""

    def save(self, commit: bool = True) -> Plan:
        self.instance.names = {code: self.cleaned_data[f"name_{code}"] for code in LANGUAGES}
        plan: Plan = super().save(commit)
        return plan


@admin.register(Plan, site=admin_site)
class PlanAdmin(RefusingAdmin):
    """The plans in the order in which they are shown. A plan that shops may have is hidden, never deleted."""

    form = PlanForm
    list_display = ("name", "code", "price", "trial_days", "fee_basis_points", "is_public", "position")
    list_display_links = ("name",)
    ordering = ("position", "price_amount")
    fields = (
        *("code", "name_fr", "name_nl", "name_en", "name_de", "price_amount", "trial_days", "fee_basis_points"),
        *("max_products", "max_people", "max_languages", "is_public", "position", "lookup_key"),
    )

    @admin.display(description=_("price a month, without VAT"), ordering="price_amount")
    def price(self, plan: Plan) -> str:
        return format_money(plan.price_amount, "fr")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
