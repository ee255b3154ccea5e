"""Choosing among the four languages of a text. The same order as the models' own fallback."""

from collections.abc import Mapping

FALLBACK = ("fr", "nl", "en", "de")


def chosen(texts: Mapping[str, str | None], language: str) -> str:
    """Return a text in `language`, else in the first language that has it; empty when none has."""
    return texts.get(language) or next((text for code in FALLBACK if (text := texts.get(code))), "")


def columns(*names: str, prefix: str = "") -> list[str]:
    """Return the database columns of translated fields: "name" -> name_fr, name_nl, name_en, name_de."""
    return [f"{prefix}{name}_{code}" for name in names for code in FALLBACK]


def sql_text(column: str, language: str) -> str:
    """
    Return the SQL for a translated column (such as "p.name") in `language`, by the same order; '' when none has it.

    :raises ValueError: if it is none of the four languages
    """
    if language not in FALLBACK:
        raise ValueError(language)
    order = [language, *(code for code in FALLBACK if code != language)]
    texts = ", ".join(f"NULLIF({column}_{code}, '')" for code in order)
    return f"COALESCE({texts}, '')"
