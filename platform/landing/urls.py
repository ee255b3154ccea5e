"""The platform's pages, each under its language."""

from django.urls import path

from landing import views

app_name = "landing"
urlpatterns = [
    path("", views.home, name="home"),
    path("open/", views.open_a_shop, name="open"),
]
