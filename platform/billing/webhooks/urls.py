"""Where Stripe posts what happens on the platform's own account."""

from django.urls import path

from billing.webhooks.views import stripe_platform

urlpatterns = [path("platform/", stripe_platform, name="stripe_platform_webhook")]
