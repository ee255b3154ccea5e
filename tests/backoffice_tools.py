"""What the tests of the backoffice's pages share."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(shop, user=None, *, language="en"):
    """A client of the shop's host, signed in; the pages are in English unless told otherwise."""
    user = user or shop.owner
    type(user).objects.filter(pk=user.pk).update(language=language)
    client = Client(HTTP_HOST=shop.hostname)
    with shop.entered():
        client.force_login(user, backend=BACKEND)
    return client


def photo_file(name="photo.jpg", size=(900, 600), color="teal", image_format="JPEG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, image_format)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")
