"""The shops: opening, suspending and resuming them. Their own data stays with them."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kit.clock import now
from landing.addresses import WHY_NOT, Finding
from landing.forms import NewAddressForm, NewShopForm
from landing.services.open_shop import open_shop
from platform_admin.admin.domains import DomainInline
from platform_admin.admin.people import MembershipInline
from platform_admin.admin.refusing import RefusingAdmin
from platform_admin.admin.support import support_view
from platform_admin.site import admin_site
from tenants.models import Tenant
from tenants.services.provision_shop import SubdomainTaken
from tenants.services.rename_shop import rename_shop
from tenants.services.suspend_shop import CLOSABLE, NotPossibleNow, resume_shop, suspend_shop

CHANGES = {
    "suspend": (
        _("Suspend"),
        _("Customers then see a notice instead. The shop’s people keep the backoffice, customers their orders."),
    ),
    "resume": (_("Resume"), _("Customers then see the shop again, as it was, unless it is not paid.")),
}


@admin.register(Tenant, site=admin_site)
class ShopAdmin(RefusingAdmin):
    """Shops as the platform knows them. What the shopkeeper sets is shown and not changed here."""

    list_display = ("name", "address", "status", "plan", "trade", "postcode", "is_listed", "created_at")
    list_filter = ("status", "is_held", "is_unpaid", "plan", "is_listed", "trade")
    list_select_related = ("plan",)
    search_fields = ("name", "domains__domain", "memberships__user__email")
    ordering = ("name",)
    readonly_fields = (
        *("name", "address", "status", "suspended_at", "is_held", "is_unpaid", "plan", "tagline", "postcode", "languages"),
        *("schema_name", "schema_version", "created_at"),
    )
    fields = (*readonly_fields[:10], "trade", "is_listed", *readonly_fields[10:])
    inlines = (DomainInline, MembershipInline)
    actions = ("suspend", "resume")
    change_form_template = "admin/tenants/tenant/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        return super().get_queryset(request).prefetch_related("domains")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a shop is a whole schema with orders that the law keeps; suspend it instead."""
        return False

    @admin.display(description=_("address"))
    def address(self, tenant: Tenant) -> SafeString | str:
        domain = next((each for each in tenant.domains.all() if each.is_primary), None)
        return format_html('<a href="{0}">{1}</a>', domain.url, domain.hostname) if domain else "-"

    def get_urls(self) -> list[Any]:
        change = self.admin_site.admin_view(self.change_status)
        steps = [path(f"<id:shop_id>/{verb}/", change, {"verb": verb}, name=f"tenants_tenant_{verb}") for verb in CHANGES]
        steps.append(path("<id:shop_id>/address/", self.admin_site.admin_view(self.change_address), name="tenants_tenant_address"))
        look_in = self.admin_site.admin_view(partial(support_view, opts=self.opts))
        support = path("<id:shop_id>/support/", look_in, name="tenants_tenant_support")
        return [*steps, support, *super().get_urls()]

    # ---- opening ---------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for a shop and its owner, and open it. The usual form would make a row without a schema."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewShopForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            tenant = self._open(form)
            if tenant is not None:
                self.log_addition(request, tenant, "opened")
                self.message_user(request, _("The shop is open. Its owner signs in by a code."), messages.SUCCESS)
                return redirect("admin:tenants_tenant_change", tenant.pk)
        context = {**self.admin_site.each_context(request), "title": _("Open a shop"), "form": form, "opts": self.opts}
        return TemplateResponse(request, "admin/tenants/tenant/open.html", context, status=422 if form.errors else 200)

    def _open(self, form: NewShopForm) -> Tenant | None:
        try:
            return open_shop(**asdict(form.new_shop()))
        except SubdomainTaken:
            form.add_error("subdomain", str(WHY_NOT[Finding.TAKEN]))
            return None

    # ---- another address -------------------------------------------------------------------------

    def change_address(self, request: HttpRequest, shop_id: int) -> HttpResponse:
        """Ask for another subdomain, and give it to the shop; the former one leads to it."""
        tenant = Tenant.objects.filter(pk=shop_id).first()
        if tenant is None:
            raise Http404
        if not self.has_change_permission(request, tenant):
            raise PermissionDenied
        form = NewAddressForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._rename(form, tenant):
            self.log_change(request, tenant, f"address: {form.cleaned_data['subdomain']}")
            self.message_user(request, _("The shop has its new address, and the former one leads to it."), messages.SUCCESS)
            return redirect("admin:tenants_tenant_change", tenant.pk)
        title = _("Another address for %(shop)s") % {"shop": tenant.name}
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "form": form,
            "opts": self.opts,
            "button": _("Change the address"),
        }
        return TemplateResponse(request, "admin/tenants/tenant/open.html", context, status=422 if form.errors else 200)

    def _rename(self, form: NewAddressForm, tenant: Tenant) -> bool:
        try:
            rename_shop(tenant=tenant, subdomain=form.cleaned_data["subdomain"])
        except SubdomainTaken:
            form.add_error("subdomain", str(WHY_NOT[Finding.TAKEN]))
        return not form.errors

    # ---- suspending, resuming --------------------------------------------------------------------

    @admin.action(description=_("Suspend the chosen shops"), permissions=["change"])
    def suspend(self, request: HttpRequest, shops: QuerySet[Tenant]) -> HttpResponse | None:
        return self._ask_or_do(request, "suspend", list(shops))

    @admin.action(description=_("Resume the chosen shops"), permissions=["change"])
    def resume(self, request: HttpRequest, shops: QuerySet[Tenant]) -> HttpResponse | None:
        return self._ask_or_do(request, "resume", list(shops))

    def change_status(self, request: HttpRequest, shop_id: int, verb: str) -> HttpResponse:
        """Ask for confirmation, then suspend or resume one shop."""
        tenant = Tenant.objects.filter(pk=shop_id).first()
        if tenant is None:
            raise Http404
        if not self.has_change_permission(request, tenant):
            raise PermissionDenied
        return self._ask_or_do(request, verb, [tenant]) or redirect("admin:tenants_tenant_change", tenant.pk)

    def _ask_or_do(self, request: HttpRequest, verb: str, shops: list[Tenant]) -> HttpResponse | None:
        if request.POST.get("confirmed") == "yes":
            for tenant in shops:
                self._do(request, verb, tenant)
            return None
        name, consequence = CHANGES[verb]
        context = {
            **self.admin_site.each_context(request),
            "title": name,
            "consequence": consequence,
            "verb": verb,
            "shops": shops,
            "is_action": "action" in request.POST,
            "opts": self.opts,
            "back_url": reverse("admin:tenants_tenant_changelist"),
        }
        return TemplateResponse(request, "admin/tenants/tenant/confirm_status.html", context)

    def _do(self, request: HttpRequest, verb: str, tenant: Tenant) -> None:
        try:
            if verb == "suspend":
                suspend_shop(tenant=tenant, now=now())
            else:
                resume_shop(tenant=tenant)
        except NotPossibleNow:
            said = _("%(shop)s stays as it is: it is %(status)s.") % {"shop": tenant.name, "status": tenant.get_status_display()}
            self.message_user(request, said, messages.ERROR)
            return
        self.log_change(request, tenant, verb)
        said = _("%(shop)s is now %(status)s.") % {"shop": tenant.name, "status": tenant.get_status_display()}
        self.message_user(request, said, messages.SUCCESS)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        tenant = Tenant.objects.filter(pk=object_id).first() if object_id.isdigit() and len(object_id) < 19 else None
        verb = ("resume" if tenant.is_held else "suspend") if tenant is not None and tenant.status in CLOSABLE else None
        step = {"url": reverse(f"admin:tenants_tenant_{verb}", args=[object_id]), "name": CHANGES[verb][0]} if verb else None
        address_url = reverse("admin:tenants_tenant_address", args=[tenant.pk]) if tenant and self.has_change_permission(request) else ""
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "status_step": step, "address_url": address_url})
