"""Questions of our own machinery; Caddy does not pass these paths on to strangers."""

from django.urls import path

from landing.certificates import tls_allowed

urlpatterns = [path("tls-allowed", tls_allowed, name="tls_allowed")]
