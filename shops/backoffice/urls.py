from django.urls import path

from shops.backoffice import check, guide, launch_views, pause_views, shop_views
from shops.backoffice.today import today
from shops.backoffice.undelivered import retries

urlpatterns = [
    path("", today, name="bo_today"),
    path("check/", check.check, name="bo_check"),
    path("guide/", guide.guide, name="bo_guide"),
    path("guide/closing/", guide.closing, name="bo_guide_closing"),
    path("launch/", launch_views.launching, name="bo_launch"),
    path("launch/opening/", launch_views.opening, name="bo_launch_opening"),
    path("launch/missing/<slug:key>/", launch_views.requirement, name="bo_launch_requirement"),
    path("shop/pause/", pause_views.pause, name="bo_shop_pause"),
    path("shop/pause/end/", pause_views.reopening, name="bo_shop_pause_end"),
    path("messages/retries/", retries, name="bo_retries"),
    path("shop/", shop_views.shop, name="bo_shop"),
    path("shop/texts/", shop_views.texts, name="bo_shop_texts"),
    path("shop/hours/", shop_views.hours, name="bo_shop_hours"),
    path("shop/identity/", shop_views.identity, name="bo_shop_identity"),
    path("shop/look/", shop_views.look, name="bo_shop_look"),
    path("shop/delivery/", shop_views.delivery, name="bo_shop_delivery"),
    path("shop/account/", shop_views.account, name="bo_shop_account"),
    path("shop/pictures/<id:pk>/", shop_views.picture_state, name="bo_shop_picture"),
]
