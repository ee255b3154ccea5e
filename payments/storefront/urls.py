"""Paying an order, under a language prefix. The order's secret or the attempt's own name open these pages."""

from django.urls import path

from payments.storefront import views

urlpatterns = [
    path("order/<str:secret>/payment/", views.payment_start, name="payment_start"),
    path("order/<str:secret>/payment/at-collection/", views.payment_at_collection, name="payment_at_collection"),
    path("payment/<str:public_id>/return/", views.payment_return, name="payment_return"),
    path("payment/<str:public_id>/cancel/", views.payment_cancel, name="payment_cancel"),
]
