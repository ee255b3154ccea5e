"""The Content-Security-Policy of our pages, put together once."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OnePolicyMiddleware(CSPMiddleware):
    """django-csp for answers with the house's own policy, word for word; whatever differs, django-csp does itself."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self._policy = build_policy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_special = getattr(request, "_csp_nonce", None) or any(name.startswith("_csp_") for name in vars(response))
        if is_special or settings.DEBUG or getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        setattr(request, "csp_nonce", CheckableLazyObject(self._csp_nonce_post_response))  # noqa: B010 -- too late for one
        return response
