"""The page on which a shopkeeper would give Stripe the shop's details."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from stripe_sandbox import clock, store
from stripe_sandbox.models import StoredObject
from stripe_sandbox.pages.checkout import not_found
from stripe_sandbox.pages.frame import page, render_page, see_other, spoken
from stripe_sandbox.resources.account_links import KIND
from stripe_sandbox.services.onboard_account import answer_partly, complete_onboarding, refuse_account
from stripe_sandbox.store import DB

ANSWERS = {"complete": complete_onboarding, "partly": answer_partly, "refuse": refuse_account, "leave": None}


@page
def onboarding(request: HttpRequest, token: str) -> HttpResponse:
    """
    Complete the account, in part or whole, be refused, or leave it as it is; all go back to the platform.

    A used or late link goes to `refresh_url`, where the platform makes a new one, as Stripe does.
    Used means answered here; Stripe counts the first visit already.
    """
    link = StoredObject.objects.filter(kind=KIND, stripe_id=token).first()
    if link is None:
        return not_found(request)
    targets = _targets(link)
    if link.state.get("used") or (link.deadline_at and link.deadline_at <= clock.now()):
        return see_other(targets["refresh_url"])
    if request.method == "POST" and request.POST.get("answer") in ANSWERS:
        _answer(link, request.POST["answer"])
        return see_other(targets.get("return_url") or targets["refresh_url"])
    account = store.find("v2.core.account", link.body["account"], account="")
    locales = account.body["defaults"].get("locales") or [None]
    with spoken(locales[0], request):
        return _page(account, targets)


def _answer(link: StoredObject, answer: str) -> None:
    with transaction.atomic(using=DB):
        link.state = {**link.state, "used": True}
        store.save(link)
        work = ANSWERS[answer]
        if work is not None:
            work(store.find("v2.core.account", link.body["account"], account="", lock=True))


def _page(account: StoredObject, targets: dict[str, Any]) -> HttpResponse:
    capabilities = account.body["configuration"]["merchant"]["capabilities"]
    context = {
        "is_ready": all(capability["status"] == "active" for capability in capabilities.values()),
        "methods": [name.removesuffix("_payments").replace("_", " ").capitalize() for name in capabilities],
        "shop_name": account.body["display_name"] or account.stripe_id,
    }
    return render_page("connect.html", context, leads_to=(targets["refresh_url"], targets.get("return_url")))


def _targets(link: StoredObject) -> dict[str, Any]:
    use_case = link.body["use_case"]
    return dict(use_case[use_case["type"]])
