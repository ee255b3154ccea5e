"""Getting paid online: the shop and its account at Stripe."""

from django.urls import path

from payments.backoffice import views

urlpatterns = [
    path("payments/", views.payments, name="bo_payments"),
    path("payments/connection/", views.connect, name="bo_payments_connect"),
    path("payments/return/", views.come_back, name="bo_payments_return"),
]
