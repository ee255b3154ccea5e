"""The way a search engine walks through a shop, and what it reads in the head of a page."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from django.test import Client

NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "g": "http://base.google.com/ns/1.0",
}


@dataclass
class Head(HTMLParser):
    """What stands in a page's head, and where its links lead."""

    title: str = ""
    canonical: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self._inside = tag if tag == "title" or values.get("type") == "application/ld+json" else ""
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical.append(values["href"])
        elif tag == "link" and values.get("rel") == "alternate":
            self.alternates[values["hreflang"]] = values["href"]
        elif tag == "meta":
            self.meta.setdefault(values.get("name") or values.get("property", ""), []).append(values.get("content", ""))
        elif tag == "a":
            self.links.append(values.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, text: str) -> None:
        if self._inside == "title":
            self.title = " ".join(f"{self.title} {text}".split())
        elif self._inside == "script":
            self.data.append(json.loads(text))

    def one(self, name: str) -> str:
        """Return the only meta of this name."""
        (content,) = self.meta[name]
        return content

    @property
    def is_indexed(self) -> bool:
        return not any("noindex" in content for content in self.meta.get("robots", []))


def head_of(answer: Any) -> Head:
    head = Head()
    head.feed(answer.text)
    return head


def get(shop: Any, path: str, **extra: Any) -> Any:
    return Client(HTTP_HOST=shop.hostname).get(path, **extra)


def xml_of(answer: Any) -> ElementTree.Element:
    """Read an XML answer whole."""
    return ElementTree.fromstring(answer.getvalue())


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def sitemap_urls(shop: Any) -> dict[str, dict[str, str]]:
    """Return each address of the shop's sitemap with its alternates, found from robots.txt on."""
    (index,) = re.findall(r"(?m)^Sitemap: (\S+)$", get(shop, "/robots.txt").text)
    found = {}
    for part in xml_of(get(shop, path_of(index))).iterfind("s:sitemap/s:loc", NAMESPACES):
        for entry in xml_of(get(shop, path_of(str(part.text)))).iterfind("s:url", NAMESPACES):
            links = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.iterfind("x:link", NAMESPACES)}
            found[entry.findtext("s:loc", namespaces=NAMESPACES)] = links
    return found


def public_pages(shop: Any) -> dict[str, Head]:
    """
    Return the head of every page that a search engine may keep, by its canonical address.

    It begins with the front door and follows each link within the shop, as long as pages are new.
    """
    pages: dict[str, Head] = {}
    seen, waiting = set(), [f"/{code}/" for code in shop.ref.languages]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/backoffice/", "/media/")):
            continue
        seen.add(path)
        answer = get(shop, path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        head = head_of(answer)
        if head.is_indexed:
            (canonical,) = head.canonical
            if path_of(canonical) == path:
                pages[canonical] = head
            else:
                waiting.append(path_of(canonical))
        here = f"http://{shop.hostname}{path}"
        waiting += [path_of(url) for link in head.links if urlsplit(url := urljoin(here, link)).hostname == shop.hostname]
    return pages
