"""Reading the forms of a page as a browser does, to send them back filled in: for tests that speak plain HTTP."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin


@dataclass
class Form:
    """A form with what it would send as it stands; `choices` lists the values that radios and selects offer."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: object) -> dict[str, str]:
        """Return the data to send, with some fields answered."""
        return {**self.fields, **{name: str(value) for name, value in values.items()}}


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._loose: list[tuple[str, dict[str, str]]] = []
        self._open: Form | None = None
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, raw: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in raw}
        if tag == "form":
            self._begin(attributes)
            return
        form = self._by_id.get(attributes.get("form", "")) or self._open
        name = attributes.get("name", "")
        if form is None or "disabled" in attributes:
            return
        if tag == "input" and name:
            self._input(form, name, attributes)
        elif tag == "textarea":
            self._textarea = name
            form.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option(form, attributes)

    def _begin(self, attributes: dict[str, str]) -> None:
        self._open = Form(urljoin(self.base, attributes.get("action", "")), attributes.get("method", "get").lower())
        self.forms.append(self._open)
        if "id" in attributes:
            self._by_id[attributes["id"]] = self._open

    def _option(self, form: Form, attributes: dict[str, str]) -> None:
        form.choices.setdefault(self._select, []).append(attributes.get("value", ""))
        if "selected" in attributes or self._select not in form.fields:
            form.fields[self._select] = attributes.get("value", "")

    def _input(self, form: Form, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(attributes.get("value", "on"))
            if "checked" in attributes:
                form.fields[name] = attributes.get("value", "on")
        elif kind not in ("submit", "button", "file", "image"):
            form.fields[name] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea and self._open is not None:
            self._open.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""


def forms_of(response: Any) -> list[Form]:
    """Return every form of a page, in its order."""
    reader = _Reader(_path_of(response))
    reader.feed(response.text)
    return reader.forms


def form_with(response: Any, *names: str) -> Form:
    """
    Return the first POST form that has all these fields.

    :raises AssertionError: if the page has none
    """
    for form in forms_of(response):
        if form.method == "post" and set(names) <= set(form.fields) | set(form.choices):
            return form
    raise AssertionError(f"{_path_of(response)} ({response.status_code}) has no form with {names}: {forms_of(response)}")


def _path_of(response: Any) -> str:
    """The path that an answer of httpx, or of Django's test client, answers."""
    request = response.request
    return str(request["PATH_INFO"] if isinstance(request, dict) else request.url.path)
