"""Where Stripe posts to, on the platform's host: one address for all shops."""

from django.urls import path

from payments.webhooks.views import stripe_connect

urlpatterns = [path("connect/", stripe_connect, name="stripe_webhook")]
