from django.urls import path

from shops.backoffice import shop_views
from shops.backoffice.history import history
from shops.backoffice.today import today
from shops.backoffice.undelivered import retries

urlpatterns = [
    path("", today, name="bo_today"),
    path("messages/retries/", retries, name="bo_retries"),
    path("shop/", shop_views.shop, name="bo_shop"),
    path("shop/texts/", shop_views.texts, name="bo_shop_texts"),
    path("shop/hours/", shop_views.hours, name="bo_shop_hours"),
    path("shop/identity/", shop_views.identity, name="bo_shop_identity"),
    path("shop/look/", shop_views.look, name="bo_shop_look"),
    path("shop/delivery/", shop_views.delivery, name="bo_shop_delivery"),
    path("shop/account/", shop_views.account, name="bo_shop_account"),
    path("history/", history, name="bo_history"),
    path("shop/pictures/<id:pk>/", shop_views.picture_state, name="bo_shop_picture"),
]
