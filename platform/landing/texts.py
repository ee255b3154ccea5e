"""
What the platform owes in words: terms, privacy, the agreement on data, accessibility, how shops are listed.

A text is `texts/<language>/<key>.md`, the same key in four languages: "draft" alone on the first line while nobody has approved
it, then `# Title`, one sentence, and the rest. `{operator}`, `{host}` and `{email}` are filled in; `[words](text:key)` leads on.
"""

import html
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from kit.urls import platform_email

FOLDER = Path(__file__).parent / "texts"
NAMES: dict[str, Promise] = {
    "terms": _("Terms for shops"),
    "processing": _("Agreement on data"),
    "privacy": _("Privacy and cookies"),
    "accessibility": _("Accessibility"),
    "listing": _("How shops are listed"),
}
TEXT_LINK = re.compile(r'href="text:([a-z]+)"')
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language. `body` is HTML without the title and the first sentence, `summary`."""

    title: str
    summary: str
    body: SafeString
    is_draft: bool


def read_text(key: str, language: str) -> Text:
    """Return a text in a language; both are known ones."""
    source = (FOLDER / language / f"{key}.md").read_text(encoding="utf-8")
    for name, value in _facts().items():
        source = source.replace(f"{{{name}}}", value)
    head, _hash, rest = source.partition("# ")
    title, _end, rest = rest.partition("\n")
    summary, _end, body = rest.strip().partition("\n\n")
    return Text(title=title.strip(), summary=summary, body=_html(body, title.strip()), is_draft=head.strip() == "draft")


@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    if key not in NAMES:
        raise Http404
    return render(request, "platform/text.html", {"text": read_text(key, (get_language() or "fr")[:2])})


def _facts() -> dict[str, str]:
    return {"operator": settings.OPERATOR["name"], "host": settings.BASE_DOMAIN, "email": platform_email()}


def _html(markdown: str, title: str) -> SafeString:
    """Return Markdown as HTML; a table, named by `title`, may be wider than a phone and is then moved with the keyboard too."""
    drawn = TEXT_LINK.sub(lambda found: f'href="{_address(found[1])}"', _markdown.render(markdown))
    region = f'<div class="table-scroll" role="region" aria-label="{html.escape(title)}" tabindex="0"><table class="table">'
    return mark_safe(drawn.replace("<table>", region).replace("</table>", "</table></div>"))  # our own files, without HTML


def _address(key: str) -> str:
    return html.escape(reverse("landing:text", urlconf="config.urls_platform", args=[key]))
