"""The style guide; config/urls_shop.py mounts it outside production only."""

from django.urls import path

from demo.styleguide.views import counter, payment_page, styleguide

urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("backoffice/", counter, name="styleguide_backoffice"),
    path("payment/<slug:name>/", payment_page, name="styleguide_payment"),
]
