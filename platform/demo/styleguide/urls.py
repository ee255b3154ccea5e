"""The style guide; config/urls_shop.py mounts it outside production only."""

from django.urls import path

from demo.styleguide.views import styleguide

urlpatterns = [path("", styleguide, name="styleguide")]
