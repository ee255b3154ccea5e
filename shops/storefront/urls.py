"""The pages of a shop that are about itself, under a language prefix."""

from django.urls import path

from shops.storefront import accessibility, cookies, share

urlpatterns = [
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("cookies/", cookies.cookies, name="cookies"),
    path("share/<slug:version>.jpg", share.share_shop, name="share_shop"),
]
