"""
The translatable texts of the project, and the .po files that hold their translations.

Babel reads and writes the catalogs, Django's own `templatize` turns templates into something
Babel can read: so no gettext tools are needed on the machine.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES = ("platform", "tenants", "shops", "catalog", "orders", "payments", "templates")


def collect(root: Path) -> Catalog:
    """Return every translatable text of the project, each with the files that use it."""
    catalog = Catalog(project="Vitrine", charset="utf-8")
    for path in _source_files(root):
        for _line, function, texts, _comments in _extract(path):
            message, context = _message_of(function, texts)
            if message:
                catalog.add(message, locations=[(str(path.relative_to(root)), 0)], context=context)
    return catalog


def update_po(path: Path, language: str, template: Catalog) -> Catalog:
    """Bring a .po up to the collected texts: new ones are added empty, unused ones dropped, none is guessed."""
    catalog = read_catalog(path, language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return catalog


def read_catalog(path: Path, language: str) -> Catalog:
    """Return a .po, or an empty catalog when there is none yet."""
    if not path.exists():
        return Catalog(locale=language, project="Vitrine", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog, template: Catalog) -> list[str]:
    """Return the texts of `template` that `catalog` does not translate in full, each plural form included."""
    missing = []
    for message in template:
        if not message.id:
            continue
        known = catalog.get(message.id, context=message.context)
        if known is None or known.fuzzy or not _is_complete(known):
            missing.append(str(message.id))
    return missing


def _is_complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _source_files(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def _extract(path: Path) -> Iterator[Any]:
    source = path.read_text()
    if path.suffix != ".py":
        if "{%" not in source:
            return
        source = f"({templatize(source, origin=str(path))})"  # within brackets a template's indentation says nothing
    yield from extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {})


def _message_of(function: str, texts: Any) -> Any:
    """Return the text (singular and plural as a pair) and its context."""
    parts = list(texts) if isinstance(texts, tuple | list) else [texts]
    context = None
    if function and "pgettext" in function:
        context, parts = parts[0], parts[1:]
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None, None
    if function and function.lstrip("p").startswith("ngettext") and len(parts) > 1:
        return (parts[0], str(parts[1])), context
    return parts[0], context
