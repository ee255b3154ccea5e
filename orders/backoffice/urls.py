from django.urls import path

from orders.backoffice import deletion, figures, views

urlpatterns = [
    path("figures/", figures.figures, name="bo_figures"),
    path("orders/", views.orders, name="bo_orders"),
    path("test-orders/deletion/", deletion.deletions, name="bo_test_orders_deletion"),
    path("orders/<slug:number>/deletion/", deletion.deletion, name="bo_order_deletion"),
    path("orders/<slug:number>/", views.order, name="bo_order"),
    path("orders/<slug:number>/readiness/", views.readiness, name="bo_order_readiness"),
    path("orders/<slug:number>/handover/", views.handover, name="bo_order_handover"),
    path("orders/<slug:number>/cancellation/", views.cancellation, name="bo_order_cancellation"),
    path("orders/<slug:number>/notes/", views.notes, name="bo_order_notes"),
]
