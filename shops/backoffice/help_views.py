"""Help beside the page: an article, all of them, or those that a search finds; as a page, or as the panel that help.js opens."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from kit.urls import platform_email
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from shops.help.articles import Article, article, articles
from shops.help.search import find
from shops.help.table import GROUPS
from tenants.permissions import May

MAX_QUERY = 80


@backoffice_view(May.WORK_HERE)
@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    known = articles(translation.get_language() or "fr")
    context = {
        "query": query,
        "found": [known[key] for key in find(query, (text.searched for text in known.values()))] if query else [],
        "groups": [] if query else [(title, [known[key] for key in keys]) for title, keys in GROUPS],
    }
    return _answer(request, "list", context)


@backoffice_view(May.WORK_HERE)
@require_safe
def help_article(request: HttpRequest, key: str) -> HttpResponse:
    found: Article | None = article(key)
    if found is None:
        raise Http404
    return _answer(request, "article", {"article": found})


def _answer(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    if request.headers.get("X-Help-Panel"):
        return render(
            request,
            "backoffice/help/panel.html",
            {**context, "inside": f"backoffice/help/_{name}.html", "platform_email": platform_email()},
        )
    return page(request, "backoffice/help/page.html", {**context, "inside": f"backoffice/help/_{name}.html"}, nav_key="more")
