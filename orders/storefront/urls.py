"""Cart, checkout and order page, under a language prefix. The order's page is opened by its secret, without a login."""

from django.urls import path

from orders.storefront import cart, checkout, order

urlpatterns = [
    path("cart/", cart.cart, name="cart"),
    path("cart/lines/", cart.cart_lines, name="cart_lines"),
    path("cart/lines/<id:pk>/", cart.cart_line, name="cart_line"),
    path("checkout/", checkout.contact, name="checkout"),
    path("checkout/delivery/", checkout.delivery, name="checkout_delivery"),
    path("checkout/review/", checkout.review, name="checkout_review"),
    path("order/<str:secret>/", order.order_page, name="order_page"),
    path("order/<str:secret>/cancellation/", order.order_cancel_unpaid, name="order_cancel_unpaid"),
]
