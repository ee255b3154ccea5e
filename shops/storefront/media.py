"""The public files of the shop of the hostname, and of no other."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kit.storage import shop_prefix

ONE_YEAR = 31_536_000


@require_safe
def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """
    Answer a rendition by its unguessable name; it never changes, so it may be kept for ever.

    What is not there gets a bare 404: nobody reads a page in place of a picture.
    """
    try:
        content = default_storage.open(f"{shop_prefix()}public/{name}")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousFileOperation, ValueError, OSError):
        return HttpResponseNotFound(content_type="text/plain")
    response = FileResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
