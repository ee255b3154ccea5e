"""The one view behind /v1/ and /v2/."""

import logging
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from stripe_sandbox import ids
from stripe_sandbox.api import auth, faults, idempotency, params
from stripe_sandbox.api.check import check_request
from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.expand import expand
from stripe_sandbox.api.routes import Call, Route, resolve
from stripe_sandbox.models import IdempotentRequest
from stripe_sandbox.services.deliver_events import deliver_before_answer
from stripe_sandbox.services.settle_due import settle_due
from stripe_sandbox.store import DB

logger = logging.getLogger(__name__)


@csrf_exempt
@transaction.non_atomic_requests(using=DB)
def api(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer one API request, unless a tester ordered a failure; every answer carries a Request-Id."""
    fault = faults.take_fault(request)
    response = faults.instead(fault, request) or faults.afterwards(fault, request, _response(request))
    response["Request-Id"] = response.headers.get("Request-Id") or ids.new_id("req_")
    response["Cache-Control"] = "no-store"
    return response


def _response(request: HttpRequest) -> HttpResponse:
    request_id = ids.new_id("req_")
    try:
        status, body, replayed = _answer(request, request_id)
    except ApiError as error:
        status, body, replayed = error.status, error.as_json(), False
    deliver_before_answer()
    response = JsonResponse(body, status=status)
    response["Request-Id"] = request_id
    if "Idempotency-Key" in request.headers:
        response["Idempotency-Key"] = request.headers["Idempotency-Key"]
    if replayed:
        response["Idempotent-Replayed"] = "true"
    return response


def _answer(request: HttpRequest, request_id: str) -> tuple[int, dict[str, Any], bool]:
    auth.check_key(request)
    account = auth.account_of(request)
    found = resolve(request.method or "", request.path)
    if found is None:
        raise ApiError(404, f"Unrecognized request URL ({request.method}: {request.path}).")
    claimed = idempotency.claim(request, account)
    if claimed and claimed.status_code is not None:
        return claimed.status_code, claimed.answer or {}, True
    try:
        settle_due()
        call = _checked(request, account, request_id, *found)
    except ApiError:
        if claimed:
            idempotency.release(claimed)
        raise
    return *_perform(found[0], call, claimed), False


def _checked(request: HttpRequest, account: str, request_id: str, route: Route, path_ids: dict[str, str]) -> Call:
    """Parse and check the parameters; the first problem is what Stripe would answer."""
    method, path = request.method or "", request.path
    text = request.body.decode() if method == "POST" else request.META.get("QUERY_STRING", "")
    in_json = method == "POST" and path.startswith("/v2/")
    tree = params.parse_json(text) if in_json else params.parse_form(text)
    for problem in check_request(route, tree, account=account):
        raise ApiError(400, problem.message, code=problem.code, param=problem.param)
    return Call(method, path, account, tree, request_id, request.headers.get("Idempotency-Key"), path_ids)


def _perform(route: Route, call: Call, claimed: IdempotentRequest | None) -> tuple[int, dict[str, Any]]:
    """Do the work in one transaction, and keep its result under the Idempotency-Key."""
    try:
        with transaction.atomic(using=DB):
            status, body = _handled(route, call)
    except ApiError as error:
        status, body = error.status, error.as_json()
    except Exception:
        logger.exception("sandbox failed on %s %s", call.method, call.path)
        status, body = 500, ApiError(500, "The sandbox itself failed; see its log.", kind="api_error").as_json()
    if claimed:
        idempotency.finish(claimed, status, body)
    return status, body


def _handled(route: Route, call: Call) -> tuple[int, dict[str, Any]]:
    """Do the work; an error that keeps what was done does not undo the transaction."""
    try:
        return 200, expand(route.handler(call), call.params.get("expand"))
    except ApiError as error:
        if not error.keep:
            raise
        return error.status, error.as_json()
