"""Every address of a shop's host. tests/isolation walks them all."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from shops.backoffice.arrival import arrival
from shops.storefront.media import media_file
from shops.storefront.theme_css import shop_colors
from shops.storefront.views import favicon, front_door, preview, robots

urlpatterns = [
    path("", front_door, name="front_door"),
    path("preview/<str:token>/", preview, name="preview"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("media/<path:name>", media_file, name="media"),
    path("theme/<slug:digest>.css", shop_colors, name="shop_colors"),
    path("backoffice/account/arrival/<str:token>/", arrival, name="arrival"),
    path("backoffice/account/", include("tenants.urls_account")),
    path("backoffice/", include("shops.backoffice.urls")),
    path("backoffice/", include("catalog.backoffice.urls")),
    path("backoffice/", include("orders.backoffice.urls")),
    path("backoffice/", include("payments.backoffice.urls")),
    *i18n_patterns(
        path("", include("shops.storefront.urls")),
        path("", include("catalog.storefront.urls")),
        path("", include("orders.storefront.urls")),
        path("", include("payments.storefront.urls")),
    ),
]

handler400 = "shops.storefront.errors.bad_request"
handler404 = "shops.storefront.errors.not_found"
handler500 = "shops.storefront.errors.server_error"
