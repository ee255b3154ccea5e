"""Choosing among the four languages of a text. The same order as the models' own fallback."""

from collections.abc import Mapping

FALLBACK = ("fr", "nl", "en", "de")


def chosen(texts: Mapping[str, str | None], language: str) -> str:
    """Return a text in `language`, else in the first language that has it; empty when none has."""
    return texts.get(language) or next((text for code in FALLBACK if (text := texts.get(code))), "")


def column(row: Mapping[str, str | None], name: str, language: str) -> str:
    """Return a translated column of a database row, such as `name_fr`, by the same order."""
    return row[f"{name}_{language}"] or next((text for code in FALLBACK if (text := row[f"{name}_{code}"])), "")


def columns(*names: str, prefix: str = "") -> list[str]:
    """Return the database columns of translated fields: "name" -> name_fr, name_nl, name_en, name_de."""
    return [f"{prefix}{name}_{code}" for name in names for code in FALLBACK]
