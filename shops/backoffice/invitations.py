"""Asking somebody into the team: by the owner, and the page that the mail leads to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.forms.team import OTHERS, WHAT_FOR, AcceptForm, InviteForm
from shops.backoffice.frame import page
from shops.limit_words import limit_words
from shops.models import Invitation
from shops.services.keep_limit import LimitReached
from shops.services.team.accept import NotGood, accept, invitation_of
from shops.services.team.invite import TooManyMails, WorksHereAlready, invite, invite_again, withdraw_invitation
from tenants.permissions import May

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
GONE = 410


@backoffice_view(May.MANAGE_TEAM)
@GET_OR_POST
def new_invitation(request: BackofficeRequest) -> HttpResponse:
    form = InviteForm(sent_form(request), initial={"role": "counter", "language": request.user.language})
    if form.is_valid() and _invite(form):
        messages.success(request, _("The invitation is on its way."))
        return see_other("bo_team")
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "explained": [(role.label, WHAT_FOR[role]) for role in OTHERS]}
    return page(request, "backoffice/team/invite.html", context, nav_key="more", status=status)


@backoffice_view(May.MANAGE_TEAM)
@require_POST
def invitation_mail(request: BackofficeRequest, pk: int) -> HttpResponse:
    try:
        invite_again(invitation_id=pk, now=now())
        messages.success(request, _("The invitation is on its way again. The earlier link opens nothing any more."))
    except Invitation.DoesNotExist:
        _answered_meanwhile(request, pk)
    except TooManyMails:
        messages.warning(request, _("There were many invitations today. Try again tomorrow."))
    return see_other("bo_team")


@backoffice_view(May.MANAGE_TEAM)
@require_POST
def invitation_withdrawal(request: BackofficeRequest, pk: int) -> HttpResponse:
    try:
        withdraw_invitation(invitation_id=pk, now=now())
        messages.success(request, _("Taken back: the link in the mail opens nothing any more."))
    except Invitation.DoesNotExist:
        _answered_meanwhile(request, pk)
    return see_other("bo_team")


@never_cache
@GET_OR_POST
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask an invited person for their name. Opening the page does nothing: mail programs open links by themselves."""
    try:
        found = invitation_of(token, now=now())
    except NotGood:
        return render(request, "backoffice/team/not_good.html", status=GONE)
    translation.activate(found.language)
    request.LANGUAGE_CODE = found.language
    form = AcceptForm(sent_form(request))
    if not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render(request, "backoffice/team/accept.html", {"form": form, "invitation": found}, status=status)
    try:
        accept(token=token, name=form.cleaned_data["name"], now=now())
    except NotGood:
        return render(request, "backoffice/team/not_good.html", status=GONE)
    messages.success(request, _("Welcome to the team. Sign in with the address that the invitation came to."))
    return see_other("bo_today")


def _invite(form: InviteForm) -> bool:
    try:
        invite(**form.cleaned_data, now=now())
    except WorksHereAlready:
        form.add_error("email", _("Somebody with this address works here already."))
        return False
    except LimitReached as error:
        form.add_error("email", limit_words(error))
        return False
    except TooManyMails:
        form.add_error(None, _("There were many invitations today. Try again tomorrow."))
        return False
    return True


def _answered_meanwhile(request: BackofficeRequest, pk: int) -> None:
    if not Invitation.objects.filter(pk=pk).exists():
        raise Http404
    messages.info(request, _("This invitation was answered or taken back meanwhile."))
