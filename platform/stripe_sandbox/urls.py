"""The API under /v1/ and /v2/, and the pages that a buyer or a shopkeeper sees."""

from django.urls import path

from stripe_sandbox.api.view import api
from stripe_sandbox.pages import bank, checkout, connect

urlpatterns = [
    path("v1/<path:rest>", api, name="v1"),
    path("v2/<path:rest>", api, name="v2"),
    path("c/pay/<str:session_id>", checkout.pay, name="pay"),
    *[
        path(f"sandbox/{method}/<str:session_id>", bank.bank, {"method": method}, name=method)
        for method in ("bancontact", "ideal", "klarna")
    ],
    path("sandbox/3ds/<str:session_id>", bank.three_d_secure, name="three_d_secure"),
    path("sandbox/connect/<str:token>", connect.onboarding, name="connect"),
]
