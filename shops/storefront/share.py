"""Answering with the picture that stands beside a link."""

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from shops.context import frame_of
from shops.selectors.share import ShareFacts, shop_facts, shop_link
from shops.services.share_picture import TooManyAtOnce, share_picture

ONE_YEAR = 31_536_000
BRIEFLY = "public, max-age=60"
RETRY_AFTER_SECONDS = "5"


@require_safe
def share_shop(request: HttpRequest, version: str) -> HttpResponseBase:
    frame = frame_of(request).remembered.frame
    return picture_answer(shop_facts(frame), version=version, path=shop_link(frame).path)


def picture_answer(facts: ShareFacts, *, version: str, path: str) -> HttpResponseBase:
    """
    Answer the picture that says `facts`, to be kept for ever.

    An address of another version, a former one or an invented one, leads to the present one at `path`: nothing is
    ever drawn but what the shop says now.
    """
    if version != facts.version:
        return HttpResponseRedirect(path, headers={"Cache-Control": BRIEFLY})
    try:
        with default_storage.open(share_picture(facts)) as file:
            picture = file.read()  # some 60 kB
    except (TooManyAtOnce, FileNotFoundError):  # the latter: somebody else drew a newer one this very moment
        return HttpResponse(status=503, content_type="text/plain", headers={"Retry-After": RETRY_AFTER_SECONDS})
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": f"public, max-age={ONE_YEAR}, immutable"})
