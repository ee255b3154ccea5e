"""What search engines show of a page: a title that is not cut off, and two lines below it. Pure functions over texts."""

import re

TITLE_MOST = 60  # characters; what a search page shows of a title
DESCRIPTION_MOST = 155
ENOUGH = 50  # from here on a description needs nothing added
BETWEEN = " · "


def page_title(words: str, *, shop: str, ending: str = "") -> str:
    """
    Return `words` with `ending` and the shop's name after them, at most TITLE_MOST characters.

    `ending` (", page 2") always stays, as it tells pages apart; the shop's name goes where there is no room.
    """
    words = one_space(words)
    whole = f"{words}{ending}{BETWEEN}{shop}"
    if len(whole) <= TITLE_MOST:
        return whole
    return shortened(words, TITLE_MOST - len(ending)) + ending


def home_title(name: str, *rest: str) -> str:
    """Return the shop's name with the first of `rest` (its tagline, its town) that fits beside it."""
    fitting = (whole for text in rest if text and len(whole := f"{name}, {one_space(text)}") <= TITLE_MOST)
    return next(fitting, shortened(name, TITLE_MOST))


def description(*texts: str) -> str:
    """Return `texts` in a row until enough is said, on one line, at most DESCRIPTION_MOST characters; empty ones are left out."""
    said = ""
    for text in map(one_space, texts):
        if len(said) < ENOUGH and text.strip(" .,"):
            said = f"{said.rstrip('.')}. {text}" if said else text
    return shortened(said, DESCRIPTION_MOST)


def number_in(slug: str, name: str) -> str:
    """
    Return the number that tells an address from those of the same name: "cactus-2", "Cactus" -> "2".

    Empty when the address carries none, and when the name has it itself.
    """
    found = re.search(r"-(\d{1,2})$", slug)
    return found[1] if found and found[1] not in name else ""


def shortened(text: str, most: int) -> str:
    """Return `text`, cut between two words and ended with "…" when it is longer than `most` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_a_word = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return f"{at_a_word.rstrip(' ,.;:–-')}…"


def one_space(text: str) -> str:
    """Return `text` on one line, each white space as one blank; the no-break ones stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()
