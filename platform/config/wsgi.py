"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from kit.wsgi import only_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = only_utf_8(get_wsgi_application())
