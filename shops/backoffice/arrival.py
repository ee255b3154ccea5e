"""The owner of a new shop comes in from the platform's host."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit.clock import now
from kit.http import see_other
from kit.tenancy import current_tenant
from tenants.doors import tell
from tenants.services.hand_over import take_hand_over

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_safe
def arrival(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in who holds an unused token for this shop, and lead them to the guide; others to the sign-in page."""
    user = take_hand_over(token=token, tenant_id=current_tenant().id, now=now())
    if user is None:
        response = see_other(f"{reverse('account_login')}?next={reverse('bo_guide')}")
    else:
        login(request, user, backend=BACKEND)
        tell("signed_in", user=user)
        messages.success(request, _("Your shop is there. Only you see it until you open it."))
        response = see_other("bo_guide")
    response["Referrer-Policy"] = "no-referrer"
    return response
