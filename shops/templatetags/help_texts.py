"""Help on a page: the link in the backoffice's frame, and an article folded away under the sign-in form."""

from typing import Any

from django import template
from django.urls import reverse

from shops.help.articles import article
from shops.help.table import ARTICLE_OF, OPEN_DOORS, article_of

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: dict[str, Any]) -> str:
    """Return the address of the article that belongs to the page being drawn."""
    return reverse("bo_help_article", urlconf="config.urls_shop", args=[article_of(_url_name(context))])


@register.inclusion_tag("components/help_fold.html", takes_context=True)
def help_fold(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the article of a page outside of the backoffice, where its links would lead to a closed door; nothing where there is none."""
    url_name = _url_name(context)
    key = ARTICLE_OF.get(url_name) if url_name.startswith(OPEN_DOORS) else None
    return {"article": article(key) if key else None}


def _url_name(context: dict[str, Any]) -> str:
    match = getattr(context.get("request"), "resolver_match", None)
    return (match and match.url_name) or ""
