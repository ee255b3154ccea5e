"""The API under /v1/ and /v2/, and the pages that a buyer or a shopkeeper sees."""

from django.urls import path

from stripe_sandbox.api.view import api
from stripe_sandbox.pages import bank, checkout, connect, control, portal

urlpatterns = [
    path("v1/<path:rest>", api, name="v1"),
    path("v2/<path:rest>", api, name="v2"),
    path("c/pay/<str:session_id>", checkout.pay, name="pay"),
    *[
        path(f"sandbox/{method}/<str:session_id>", bank.bank, {"method": method}, name=method)
        for method in ("bancontact", "ideal", "klarna")
    ],
    path("sandbox/3ds/<str:session_id>", bank.three_d_secure, name="three_d_secure"),
    path("p/session/<str:session_id>", portal.portal, name="portal"),
    path("sandbox/control", control.control, name="control"),
    path("sandbox/control/<str:deed>", control.do, name="control_deed"),
    path("sandbox/clock", control.clock_page, name="clock"),
    path("sandbox/connect/<str:token>", connect.onboarding, name="connect"),
]
