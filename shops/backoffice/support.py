"""Whom of the platform the owner lets in, for how long, and how they are shown out."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.tenancy import current_tenant
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from shops.services.support.consent import end_access, give_access, grant_request
from tenants.models import SupportGrant, SupportScope
from tenants.permissions import May
from tenants.selectors import open_support, support_requests

LENGTHS = [("hour", gettext_lazy("one hour")), ("day", gettext_lazy("one day")), ("month", gettext_lazy("thirty days"))]


class ConsentForm(forms.Form):
    """What they may do, and for how long."""

    use_required_attribute = False

    scope = forms.ChoiceField(label=gettext_lazy("They may"), choices=SupportScope.choices, widget=forms.RadioSelect)
    length = forms.ChoiceField(label=gettext_lazy("For"), choices=LENGTHS, widget=forms.RadioSelect)


def load_requests(*, now: dt.datetime) -> list[tuple[SupportGrant, ConsentForm]] | None:
    """Return the requests that wait for the owner, each with its form; None when there are none."""
    waiting = support_requests(current_tenant().id)
    return [(grant, _form_for(grant)) for grant in waiting] or None


def access_rows() -> list[SupportGrant]:
    """Return the consents that hold now, with the person where there is one."""
    return open_support(current_tenant().id)


@backoffice_view(May.MANAGE_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def new_support(request: BackofficeRequest) -> HttpResponse:
    form = ConsentForm(sent_form(request), initial={"scope": "look", "length": "hour"})
    if form.is_valid():
        give_access(**form.cleaned_data, now=now())
        messages.success(request, _("Agreed. You can end it here at any moment."))
        return see_other("bo_team")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, "backoffice/team/support.html", {"form": form}, nav_key="more", status=status)


@backoffice_view(May.MANAGE_TEAM)
@require_POST
def support_answer(request: BackofficeRequest, pk: int) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose what they may do, and for how long."))
        return see_other("bo_today")
    try:
        grant_request(grant_id=pk, **form.cleaned_data, now=now())
    except SupportGrant.DoesNotExist:
        return _answered_meanwhile(request, pk)
    messages.success(request, _("Agreed. You can end it on the page Team at any moment."))
    return see_other("bo_today")


@backoffice_view(May.MANAGE_TEAM)
@require_POST
def support_end(request: BackofficeRequest, pk: int) -> HttpResponse:
    try:
        grant = end_access(grant_id=pk, now=now())
    except SupportGrant.DoesNotExist:
        return _answered_meanwhile(request, pk)
    messages.success(request, _("Ended: nobody of Vitrine gets in by it any more.") if grant.granted_at else _("Refused."))
    return see_other("bo_team" if grant.granted_at else "bo_today")


def _form_for(grant: SupportGrant) -> ConsentForm:
    return ConsentForm(initial={"scope": grant.scope, "length": "hour"}, auto_id=f"support_{grant.pk}_%s")


def _answered_meanwhile(request: BackofficeRequest, pk: int) -> HttpResponse:
    if not SupportGrant.objects.filter(pk=pk, tenant_id=current_tenant().id).exists():
        raise Http404
    messages.info(request, _("That was answered or ended already."))
    return see_other("bo_team")
