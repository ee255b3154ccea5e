"""The pages of a shop that are about itself, under a language prefix."""

from django.urls import path

from shops.storefront import cookies, share

urlpatterns = [
    path("cookies/", cookies.cookies, name="cookies"),
    path("share/<slug:version>.jpg", share.share_shop, name="share_shop"),
]
