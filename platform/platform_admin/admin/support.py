"""Asking an owner for consent to look into their shop; the only way in for the platform's people, superusers too."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from kit.clock import now
from kit.tenancy import bind
from platform_admin.admin.read_only import ReadOnlyAdmin
from platform_admin.site import admin_site
from shops.services.support.ask import ask_for_access, use_open_access
from tenants.models import SupportGrant, SupportScope, Tenant, TenantStatus, User
from tenants.selectors import ref_of, support_grant_of

REACHABLE = (TenantStatus.ACTIVE, TenantStatus.SUSPENDED)


class ReasonForm(forms.Form):
    """Why, in words that the owner reads."""

    reason = forms.CharField(label=_("Why"), min_length=10, max_length=300, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


class AskForm(ReasonForm):
    """Why, and what for."""

    scope = forms.ChoiceField(label=_("What for"), choices=SupportScope.choices)


@admin.register(SupportGrant, site=admin_site)
class SupportGrantAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "user", "scope", "reason", "granted_at", "expires_at", "ended_at")
    list_select_related = ("tenant", "user")
    list_filter = ("scope",)
    search_fields = ("tenant__name", "user__email", "reason")
    ordering = ("-pk",)


def support_view(request: HttpRequest, shop_id: int, *, opts: Any) -> HttpResponse:
    """Show how one stands with a shop, and ask, or go in by a consent that was given unasked."""
    tenant = Tenant.objects.filter(pk=shop_id, status__in=REACHABLE).prefetch_related("domains").first()
    if tenant is None:
        raise Http404
    person = cast(User, request.user)
    if not person.has_perm("tenants.view_tenant"):
        raise PermissionDenied
    is_open = SupportGrant.objects.live(now()).filter(tenant=tenant, user=None).exists()
    form_class = ReasonForm if is_open else AskForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _ask(request, tenant, form, is_open=is_open)
    context = {
        **admin_site.each_context(request),
        "title": _("Look into the shop"),
        "shop_row": tenant,
        "mine": support_grant_of(person, tenant.pk),
        "waiting": SupportGrant.objects.asked().filter(tenant=tenant, user=person).first(),
        "is_open": is_open,
        "form": form,
        "backoffice_url": f"{_primary_url(tenant)}backoffice/",
        "opts": opts,
    }
    return TemplateResponse(request, "admin/tenants/tenant/support.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, tenant: Tenant, form: forms.Form, *, is_open: bool) -> HttpResponse:
    person = cast(User, request.user)
    with bind(ref_of(tenant)):
        if is_open:
            use_open_access(user=person, reason=form.cleaned_data["reason"], now=now())
        else:
            ask_for_access(user=person, **form.cleaned_data, now=now())
    said = (
        _("The door is open to you; each page is written down.") if is_open else _("The owner is asked, on their first page and by mail.")
    )
    messages.success(request, said)
    return redirect("admin:tenants_tenant_support", tenant.pk)


def _primary_url(tenant: Tenant) -> str:
    return next((domain.url for domain in tenant.domains.all() if domain.is_primary), "")
