"""The yardstick: a Django view with no middleware, and one that reads three rows by raw ORM-free SQL."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["FLOOR_DATABASE"],
            "HOST": os.environ["FLOOR_HOST"],
            "USER": "postgres",
            "OPTIONS": {"pool": {"min_size": 0, "max_size": 8}},
        }
    },
)
django.setup()


def hello(request):
    """Answer a few bytes."""
    return HttpResponse("hello")


def three(request):
    """Answer after three statements."""
    with connection.cursor() as cursor:
        rows = []
        for catalog in ("pg_class", "pg_type", "pg_proc"):
            cursor.execute(f"SELECT * FROM {catalog} ORDER BY oid LIMIT 1")
            rows.append(cursor.fetchone())
    return HttpResponse("".join(f"<p>{row[1]}</p>" for row in rows))


urlpatterns = [path("hello", hello), path("three", three)]
application = WSGIHandler()
