"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from kit.wsgi import only_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()  # before the import below, which needs the apps

from shops.figures.counting import with_counted_visits  # noqa: E402
from shops.pages.layer import with_kept_pages  # noqa: E402

application = only_utf_8(with_counted_visits(with_kept_pages(django_application)))
