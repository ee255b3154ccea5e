"""Every address of the platform's own host."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from landing.health import healthz
from landing.sitemap import sitemap
from landing.views import my_shops, robots
from landing.windows import window_picture
from platform_admin.site import admin_site

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("windows/<slug:key>/<id:width>.<slug:extension>", window_picture, name="window_picture"),
    path("admin/", admin_site.urls),
    path("account/", my_shops, name="my_shops"),
    path("account/", include("tenants.urls_account")),
    path("webhooks/stripe/", include("payments.webhooks.urls")),
    path("webhooks/stripe/", include("billing.webhooks.urls")),
    path("internal/", include("landing.urls_internal")),
]
if not settings.IN_PRODUCTION:
    urlpatterns.append(path("demo/", include("demo.urls")))
urlpatterns += i18n_patterns(path("", include("landing.urls")))

handler403 = "landing.errors.forbidden"
handler404 = "landing.errors.not_found"
handler500 = "landing.errors.server_error"
