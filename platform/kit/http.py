"""Answers that the views share."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url

UNPROCESSABLE = 422  # the status of a page that shows its form again, with what is wrong in it


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: the form was dealt with, now look there."""

    status_code = 303


def see_other(to: Any, *args: Any, **kwargs: Any) -> HttpResponseSeeOther:
    """Redirect after a form, with GET, to a URL, a URL name or an object with get_absolute_url()."""
    return HttpResponseSeeOther(resolve_url(to, *args, **kwargs))
