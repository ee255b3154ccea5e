"""The plans: what a shop costs. Whoever changes a row changes the page of prices at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.tasks import sync_plans
from kit import tasks
from kit.forms import OneLineField
from kit.money import format_money
from kit.routers import PLATFORM_ALIAS
from payments.gateways.stripe import is_configured
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
    list_display = ("called", "code", "price", "at_stripe", "trial_days", "fee_basis_points", "is_public", "position")
    list_display_links = ("called",)
    ordering = ("position", "price_amount")
    fields = (
        *("code", "name_fr", "name_nl", "name_en", "name_de", "price_amount", "trial_days", "fee_basis_points"),
        *("max_products", "max_people", "max_languages", "is_public", "position", "lookup_key", "at_stripe"),
    )
    readonly_fields = ("at_stripe",)

    def save_model(self, request: HttpRequest, obj: Plan, form: Any, change: bool) -> None:
        """Save, and have Stripe told once that is committed; when the queue is away, beat finds the row."""
        obj.amount_at_stripe = None
        super().save_model(request, obj, form, change)
        if obj.price_amount:
            transaction.on_commit(lambda: tasks.enqueue(sync_plans), using=PLATFORM_ALIAS, robust=True)
            self.message_user(request, _("Stripe is told of this plan by itself, within some minutes."), messages.INFO)

    @admin.display(description=_("name"))
    def called(self, plan: Plan) -> str:
        return plan.name

    @admin.display(description=_("at Stripe"))
    def at_stripe(self, plan: Plan) -> Any:
        """Say whether Stripe takes the present price."""
        if not plan.price_amount:
            return _("not there, as it costs nothing")
        if plan.is_known_to_stripe:
            return _("Stripe takes this price")
        return _("not told yet: nobody can pay for this plan until then") if is_configured() else _("Stripe is not set up here")

    @admin.display(description=_("price a month, without VAT"), ordering="price_amount")
    def price(self, plan: Plan) -> str:
        return format_money(plan.price_amount, "fr")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
