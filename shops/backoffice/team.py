"""The team: who works in the shop, in which role."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.tenancy import current_tenant
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.forms.team import WHAT_FOR, RoleForm
from shops.backoffice.frame import page
from shops.backoffice.sessions import session_rows
from shops.backoffice.support import access_rows
from shops.models import Invitation
from shops.services.team._members import LastOwner
from shops.services.team.change_role import change_role
from shops.services.team.end_sessions import end_sessions_of_member
from shops.services.team.remove_member import remove_member
from tenants.models import Membership, Role
from tenants.permissions import May
from tenants.selectors import team_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@backoffice_view(May.MANAGE_TEAM)
@require_safe
def team(request: BackofficeRequest) -> HttpResponse:
    context = {
        "members": team_of(current_tenant().id),
        "waiting": Invitation.objects.waiting(),
        "now": now(),
        "accesses": access_rows(),
        "has_second_key": is_mfa_enabled(request.user),
    }
    return page(request, "backoffice/team/list.html", context, nav_key="more")


@backoffice_view(May.MANAGE_TEAM)
@GET_OR_POST
def member(request: BackofficeRequest, pk: int) -> HttpResponse:
    found = _member(pk)
    form = RoleForm(sent_form(request), initial={"role": found.role})
    if not form.is_valid() or not _change(form, found):
        return _show(request, found, form)
    messages.success(request, _("Saved. It holds from now on."))
    return see_other("bo_team" if found.user_id != request.user.pk else "bo_today")


@backoffice_view(May.MANAGE_TEAM)
@GET_OR_POST
def member_removal(request: BackofficeRequest, pk: int) -> HttpResponse:
    found = _member(pk)
    if request.method != "POST":
        return page(request, "backoffice/team/removal.html", {"member": found}, nav_key="more")
    try:
        remove_member(membership_id=found.pk, now=now())
    except LastOwner:
        messages.warning(request, _("A shop needs an owner. Make somebody else owner first."))
        return see_other("bo_member", pk=found.pk)
    except Membership.DoesNotExist:
        return see_other("bo_team")
    if found.user_id == request.user.pk:
        return see_other("account_login")
    messages.success(request, _("%(name)s does not work here any more, and is signed out.") % {"name": found.user})
    return see_other("bo_team")


@backoffice_view(May.MANAGE_TEAM)
@require_POST
def member_sessions_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = _member(pk)
    end_sessions_of_member(membership=found, handle=request.POST.get("session", ""))
    messages.success(request, _("Ended. They are asked to sign in again."))
    return see_other("bo_member", pk=found.pk)


def _member(pk: int) -> Membership:
    """Return somebody of this shop; people of all shops share one table."""
    found = Membership.objects.filter(pk=pk, tenant_id=current_tenant().id).select_related("user").first()
    if found is None:
        raise Http404
    return found


def _change(form: RoleForm, found: Membership) -> bool:
    try:
        change_role(membership_id=found.pk, role=Role(form.cleaned_data["role"]), now=now())
    except LastOwner:
        form.add_error("role", _("A shop needs an owner. Make somebody else owner first."))
        return False
    except Membership.DoesNotExist:
        raise Http404 from None
    return True


def _show(request: BackofficeRequest, found: Membership, form: RoleForm) -> HttpResponse:
    context: dict[str, Any] = {
        "member": found,
        "form": form,
        "explained": [(role.label, WHAT_FOR[role]) for role in Role],
        "sessions": session_rows(user_id=found.user_id, scope_id=found.tenant_id, current_key=request.session.session_key),
        "is_self": found.user_id == request.user.pk,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, "backoffice/team/member.html", context, nav_key="more", status=status)
