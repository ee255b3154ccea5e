"""What shops pay us: platform staff see all of it, and correct it with a reason that the shop reads in its log."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from billing.models import (
    BillingCheckout,
    BillingEvent,
    Instruction,
    InstructionKind,
    InstructionState,
    Subscription,
    SubscriptionState,
)
from billing.services.agree import refresh
from billing.services.correct import Correction, correct
from kit.clock import now
from kit.money import format_money
from payments.gateways.base import GatewayError
from payments.gateways.stripe import expects_live_events
from platform_admin.admin.read_only import ReadOnlyAdmin
from platform_admin.site import admin_site
from tenants.models import Plan


class EndsFilter(SimpleListFilter):
    """Whose time runs out."""

    title = _("time runs out")
    parameter_name = "ends"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("trial", _("trial ends within a week")), ("grace", _("in grace")), ("closed", _("closed, not paid"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Subscription]) -> QuerySet[Subscription]:
        moment = now()
        if self.value() == "trial":
            week = (moment, moment + dt.timedelta(days=7))
            return rows.filter(state=SubscriptionState.TRIALING, trial_ends_at__range=week)
        if self.value() == "grace":
            return rows.filter(grace_until__gt=moment)
        return rows.filter(tenant__is_unpaid=True) if self.value() == "closed" else rows


def _date_and_time(label: Any) -> forms.SplitDateTimeWidget:
    """Return two inputs, each with the name of the field: the second has no label element of its own."""
    date_attrs, time_attrs = {"type": "date", "aria-label": label}, {"type": "time", "aria-label": label}
    return forms.SplitDateTimeWidget(date_attrs=date_attrs, time_attrs=time_attrs, date_format="%Y-%m-%d", time_format="%H:%M")


EARLIEST, LATEST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def _moment_field(label: Any) -> forms.SplitDateTimeField:
    """Return a field for a moment that the database can give back, and that somebody may have meant."""
    limits = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return forms.SplitDateTimeField(label=label, required=False, widget=_date_and_time(label), validators=limits)


def words_of_instruction(instruction: Instruction) -> tuple[Any, int]:
    """Return what staff reads about what was asked of Stripe, and how loudly."""
    is_end = instruction.kind == InstructionKind.END
    if instruction.state == InstructionState.DONE:
        if is_end:
            return _("The subscription at Stripe has ended: the shop is charged nothing more."), messages.SUCCESS
        is_paid = instruction.subscription.is_at_stripe
        return _("Stripe has changed the plan.") if is_paid else _("The plan is changed; nothing is paid at Stripe."), messages.SUCCESS
    if instruction.state == InstructionState.REFUSED:
        refused = _("Stripe refused it, so nothing changed there: %(error)s. Look at the customer in Stripe’s Dashboard.")
        return refused % {"error": instruction.error}, messages.ERROR
    waits = (
        _(
            "Stripe did not do it yet, and may go on charging: the subscription is ended as soon as Stripe answers; it "
            "is tried again by itself."
        )
        if is_end
        else _("Stripe did not do it yet: the plan in force stays until Stripe has changed it; it is tried again by itself.")
    )
    return waits, messages.WARNING


class CorrectionForm(forms.Form):
    """What is to be so from now on, and why, in words that the owner reads."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none())
    trial_ends_at = _moment_field(_("Trial ends"))
    grace_until = _moment_field(_("Grace until"))
    is_free = forms.BooleanField(label=_("Free of charge, until you take that back"), required=False)
    reason = forms.CharField(label=_("Why"), min_length=10, max_length=200, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))

    def __init__(self, *args: Any, row: Subscription, **kwargs: Any) -> None:
        self.row = row
        waiting = row.instructions.waiting().filter(kind=InstructionKind.PLAN).first()
        self.meant_plan_id = waiting.plan_id if waiting is not None else row.tenant.plan_id
        initial = {"plan": self.meant_plan_id, "trial_ends_at": row.trial_ends_at, "grace_until": row.grace_until}
        kwargs["initial"] = {**initial, "is_free": row.state == SubscriptionState.FREE}
        super().__init__(*args, **kwargs)
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.all()
        if row.is_at_stripe:
            self.fields["plan"].help_text = _(
                "The shop pays at Stripe: the change goes there, and holds once Stripe did it. Nothing is charged today; the next "
                "invoice counts the difference, as when the shopkeeper changes the plan."
            )
            self.fields["is_free"].help_text = _(
                "Its subscription at Stripe is ended: nothing more is charged. What was paid for this month is not given back by "
                "itself. The owner gets an e-mail."
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a plan that Stripe could not take: what the admin shows would not be true."""
        data = super().clean() or {}
        plan = data.get("plan")
        if plan is None or data.get("is_free") or not self.row.is_at_stripe or plan.pk == self.meant_plan_id:
            return data
        if plan.price_amount == 0:
            self.add_error("plan", _("The shop pays at Stripe, where this plan has no price. Tick “Free of charge” to end what it pays."))
        elif not plan.is_known_to_stripe:
            self.add_error(
                "plan",
                _("Stripe does not know the price of this plan yet. It is told within minutes after a plan was saved; try again then."),
            )
        return data


@admin.register(Subscription, site=admin_site)
class SubscriptionAdmin(ReadOnlyAdmin):
    """One row a shop. It is changed by its own form only, which says why."""

    list_display = ("tenant", "plan_name", "state", "trial_ends_at", "current_period_end", "grace_until", "is_closed", "attention")
    list_filter = ("state", EndsFilter, "cancel_at_period_end", "tenant__plan", ("attention", admin.EmptyFieldListFilter))
    list_select_related = ("tenant__plan",)
    search_fields = ("tenant__name", "tenant__domains__domain", "stripe_customer_id", "stripe_subscription_id")
    ordering = ("tenant__name",)
    fields = (
        *("tenant", "plan_name", "price", "state", "is_closed", "trial_ends_at", "current_period_end", "cancel_at_period_end"),
        *(
            "grace_until",
            "grace_reason",
            "free_reason",
            "asked_of_stripe",
            "at_stripe",
            "stripe_customer_id",
            "stripe_subscription_id",
            "stripe_status",
            "attention",
            "checked_at",
        ),
    )
    readonly_fields = fields
    change_form_template = "admin/billing/subscription/change_form.html"

    @admin.display(description=_("plan"), ordering="tenant__plan__position")
    def plan_name(self, row: Subscription) -> str:
        return str(row.plan or "-")

    @admin.display(description=_("a month, without VAT"))
    def price(self, row: Subscription) -> str:
        """What Stripe takes; of an older subscription it may be another than the plan's."""
        if not row.is_at_stripe or row.price_amount is None:
            return "-"
        return format_money(row.price_amount, "fr")

    @admin.display(description=_("asked of Stripe"))
    def asked_of_stripe(self, row: Subscription) -> str:
        last = row.instructions.select_related("plan").first()
        if last is None:
            return "-"
        return f"{last}. {last.error}" if last.error else str(last)

    @admin.display(description=_("closed, not paid"), boolean=True, ordering="tenant__is_unpaid")
    def is_closed(self, row: Subscription) -> bool:
        return row.tenant.is_unpaid

    @admin.display(description=_("at Stripe"))
    def at_stripe(self, row: Subscription) -> str:
        if not row.stripe_customer_id:
            return "-"
        test = "" if expects_live_events() else "test/"
        url = f"https://dashboard.stripe.com/{test}customers/{row.stripe_customer_id}"
        return format_html('<a href="{0}" rel="noopener">{0}</a>', url)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<id:pk>/correction/", view(self.correction), name="billing_subscription_correction"),
            path("<id:pk>/question/", view(self.ask_stripe), name="billing_subscription_question"),
            *super().get_urls(),
        ]

    def correction(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what is to be so, and make it so."""
        row = self._row(request, pk)
        form = CorrectionForm(request.POST if request.method == "POST" else None, row=row)
        if form.is_valid():
            done = correct(tenant_id=row.tenant_id, wanted=Correction(**form.cleaned_data), by=str(request.user), now=now())
            self.log_change(request, row, ", ".join(done.changed) or "nothing")
            if done.changed:
                self.message_user(request, _("Corrected, and written into the shop’s log."), messages.SUCCESS)
            else:
                self.message_user(request, _("Nothing was to be changed."), messages.INFO)
            if done.instruction is not None:
                self.message_user(request, *words_of_instruction(done.instruction))
            return redirect("admin:billing_subscription_change", row.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Correct the subscription of %(shop)s") % {"shop": row.tenant},
            "form": form,
            "opts": self.opts,
            "button": _("Correct it"),
        }
        return TemplateResponse(request, "admin/billing/subscription/correction.html", context, status=422 if form.errors else 200)

    def ask_stripe(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask Stripe now how it stands, instead of in some hours."""
        row = self._row(request, pk)
        if request.method == "POST":
            try:
                refresh(tenant_id=row.tenant_id, now=now())
                self.message_user(request, _("This is how it stands at Stripe."), messages.SUCCESS)
            except GatewayError as error:
                self.message_user(request, _("Stripe does not say: %(error)s") % {"error": error}, messages.ERROR)
        return redirect("admin:billing_subscription_change", row.pk)

    def _row(self, request: HttpRequest, pk: int) -> Subscription:
        row = Subscription.objects.filter(pk=pk).select_related("tenant__plan").first()
        if row is None:
            raise Http404
        if not request.user.has_perm("billing.change_subscription"):
            raise PermissionDenied
        return row

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        steps = {}
        if object_id.isdigit() and len(object_id) < 19 and request.user.has_perm("billing.change_subscription"):
            steps = {name: reverse(f"admin:billing_subscription_{name}", args=[object_id]) for name in ("correction", "question")}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "steps": steps})


@admin.register(BillingCheckout, site=admin_site)
class BillingCheckoutAdmin(ReadOnlyAdmin):
    list_display = ("subscription", "plan", "state", "created_at", "expires_at", "stripe_session_id")
    list_filter = ("state",)
    list_select_related = ("subscription__tenant", "plan")
    fields = ("subscription", "plan", "state", "stripe_session_id", "created_at", "expires_at")
    ordering = ("-pk",)


@admin.register(Instruction, site=admin_site)
class InstructionAdmin(ReadOnlyAdmin):
    list_display = ("subscription", "kind", "plan", "state", "attempts", "retry_at", "done_at", "error")
    list_filter = ("state", "kind")
    list_select_related = ("subscription__tenant", "plan")
    fields = ("subscription", "kind", "plan", "state", "attempts", "retry_at", "done_at", "error", "created_at")
    ordering = ("-pk",)


@admin.register(BillingEvent, site=admin_site)
class BillingEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "type", "state", "attempts", "received_at", "error")
    list_filter = ("state", "type")
    search_fields = ("event_id", "object_id")
    ordering = ("-pk",)
