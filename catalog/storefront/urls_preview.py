"""What the backoffice shows of the storefront; here, as the backoffice's own part of this room knows no storefront."""

from django.urls import path

from catalog.storefront.preview import look_preview

urlpatterns = [path("shop/look/preview/", look_preview, name="bo_shop_look_preview")]
