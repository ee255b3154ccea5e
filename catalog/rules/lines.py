"""The lines said of a product, facts and defects: short texts by language. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence

Texts = Mapping[str, str]  # by language
Line = Mapping[str, Texts]  # by part: {"label": {..}, "value": {..}} of a fact, {"text": {..}} of a defect

FACT, DEFECT = ("label", "value"), ("text",)


def with_hidden_languages(lines: Iterable[Line], before: Sequence[Line], *, own: str) -> list[dict[str, dict[str, str]]]:
    """
    Return the lines without empty texts, and with those texts of `before` whose language was not asked for.

    A line is known again by its first part in the shop's own language; a line that says something else
    now loses the languages that nobody sees, as they would say what it said before.
    """
    known = {_name(line, own): line for line in before}
    return [{part: _merged(texts, known.get(_name(line, own), {}).get(part, {})) for part, texts in line.items()} for line in lines]


def in_languages(lines: Iterable[Line], *, languages: Sequence[str]) -> list[dict[str, dict[str, str]]]:
    """Return what the lines say in these languages, without empty texts: to compare what was shown with what is there."""
    return [{part: {lang: text for lang in languages if (text := texts.get(lang))} for part, texts in line.items()} for line in lines]


def _name(line: Line, own: str) -> str:
    return next(iter(line.values()), {}).get(own, "")


def _merged(texts: Texts, before: Texts) -> dict[str, str]:
    return {language: text for language, text in {**before, **texts}.items() if text}
