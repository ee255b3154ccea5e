"""Every address of a shop's host. tests/isolation walks them all."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from catalog.storefront import sitemap
from catalog.storefront.scan import scan
from shops.backoffice.arrival import arrival
from shops.storefront.media import media_file
from shops.storefront.theme_css import shop_look
from shops.storefront.views import favicon, front_door, preview, robots

urlpatterns = [
    path("", front_door, name="front_door"),
    path("preview/<str:token>/", preview, name="preview"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap/pages.xml", sitemap.sitemap_of_pages, name="sitemap_pages"),
    path("sitemap/products-<id:part>.xml", sitemap.sitemap_of_products, name="sitemap_products"),
    path("favicon.ico", favicon, name="favicon"),
    path("media/<path:name>", media_file, name="media"),
    path("theme/<slug:digest>.css", shop_look, name="shop_look"),
    path("q/<slug:code>", scan, name="scan"),
    path("backoffice/account/arrival/<str:token>/", arrival, name="arrival"),
    path("backoffice/account/", include("tenants.urls_account")),
    path("backoffice/", include("shops.backoffice.urls")),
    path("backoffice/", include("catalog.backoffice.urls")),
    path("backoffice/", include("catalog.storefront.urls_preview")),
    path("backoffice/", include("orders.backoffice.urls")),
    path("backoffice/", include("payments.backoffice.urls")),
    path("backoffice/", include("billing.backoffice.urls")),
    *i18n_patterns(
        path("", include("shops.storefront.urls")),
        path("", include("catalog.storefront.urls")),
        path("", include("orders.storefront.urls")),
        path("", include("payments.storefront.urls")),
    ),
]

if not settings.IN_PRODUCTION:
    urlpatterns.append(path("styleguide/", include("demo.styleguide.urls")))

handler400 = "shops.storefront.errors.bad_request"
handler404 = "shops.storefront.errors.not_found"
handler500 = "shops.storefront.errors.server_error"
