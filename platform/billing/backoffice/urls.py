"""What the shop costs, and paying for it."""

from django.urls import path

from billing.backoffice import views

urlpatterns = [
    path("subscription/", views.subscription, name="bo_subscription"),
    path("subscription/change/", views.question, name="bo_subscription_change"),
    path("subscription/plan/", views.plan, name="bo_subscription_plan"),
    path("subscription/portal/", views.portal, name="bo_subscription_portal"),
    path("subscription/return/", views.come_back, name="bo_subscription_return"),
]
