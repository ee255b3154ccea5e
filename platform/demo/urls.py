"""The demo's pages; config/urls_platform.py mounts them outside production only."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("mail/<slug:name>/", views.mail, name="mail"),
    path("mail/<slug:name>/html", views.mail_html, name="mail_html"),
]
