"""Signing in and out, by code or password; the same on the platform's host and on each shop's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.mfa.base import views as second_key
from allauth.mfa.recovery_codes import views as paper
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.db import transaction
from django.urls import path
from django.utils import translation

from kit.routers import PLATFORM_ALIAS

_doors = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/<alnum:uidb36>-<key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("keys/", second_key.index, name="mfa_index"),
    path("keys/asked/", second_key.authenticate, name="mfa_authenticate"),
    path("keys/again/", second_key.reauthenticate, name="mfa_reauthenticate"),
    path("keys/app/", app.activate_totp, name="mfa_activate_totp"),
    path("keys/app/removal/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("keys/paper/", paper.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keys/paper/new/", paper.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keys/paper/file/", paper.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("keys/passkeys/", second_key.index, name="mfa_list_webauthn"),
    path("keys/passkeys/new/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("keys/passkeys/login/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("keys/passkeys/again/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keys/passkeys/<id:pk>/removal/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("signup/", views.signup, name="account_signup"),
]


def _in_own_language(view: Callable[..., Any]) -> Callable[..., Any]:
    """Speak the language of whoever is signed in, as the backoffice does; others are read by their browser."""

    @wraps(view)
    def spoken(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return view(request, *args, **kwargs)

    return spoken


def _in_one_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    """
    Do what a form of the keys asks in one transaction of the platform's connection.

    allauth locks rows there, but opens its transactions on the default connection, which is a shop's: each lock would
    be refused, and with it every wrong code and every code on paper.
    """

    @wraps(view)
    def whole(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic(using=PLATFORM_ALIAS):
            return view(request, *args, **kwargs)

    return whole


def _guarded(door: Any) -> Callable[..., Any]:
    pattern = str(door.pattern)
    return _in_own_language(_in_one_transaction(door.callback) if pattern.startswith("keys/") else door.callback)


urlpatterns = [path(str(door.pattern), _guarded(door), name=door.name) for door in _doors]
