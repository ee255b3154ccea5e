"""The platform's pages, each under its language."""

from django.urls import path

from landing import health, prices, sign_up, texts, views

app_name = "landing"
urlpatterns = [
    path("", views.home, name="home"),
    path("pricing/", prices.pricing, name="pricing"),
    path("about/<slug:key>/", texts.text, name="text"),
    path("status/", health.status, name="status"),
    path("open/", views.open_a_shop, name="open"),
    path("open/shop/", sign_up.own_shop, name="own_shop"),
    path("open/check/", sign_up.check, name="own_shop_check"),
]
