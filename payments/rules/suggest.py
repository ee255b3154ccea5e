"""Which order an amount that came without its communication may be for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

BY_NUMBER, BY_REFERENCE, BY_AMOUNT, BY_NAME = 8, 4, 2, 1
MOST = 3
ALMOST = 2  # digits that may differ
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order that waits, or waited, for a transfer. `missing` in cents; `number` as the customer knows it."""

    order_id: int
    number: str
    name: str
    missing: int
    reference: str


def suggestions(candidates: Iterable[Candidate], *, amount: int, payer: str, words: str) -> list[Candidate]:
    """
    Return the orders that an amount may be for, the likeliest first, three at most.

    The order's number in the words says most, then a communication with a digit or two wrong, the
    same amount, and a part of the name. A name alone is enough to be shown, nothing is ever taken for certain.
    """
    scored = [(_score(each, amount=amount, payer=payer, words=words), each) for each in candidates]
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].order_id))
    return [each for _score_, each in found[:MOST]]


def _score(candidate: Candidate, *, amount: int, payer: str, words: str) -> int:
    score = 0
    if re.search(rf"(?<!\d){re.escape(candidate.number)}(?!\d)", words):
        score += BY_NUMBER
    if _is_almost(candidate.reference, words):
        score += BY_REFERENCE
    if candidate.missing == amount:
        score += BY_AMOUNT
    if _names(candidate.name) & _names(f"{payer} {words}"):
        score += BY_NAME
    return score


def _is_almost(reference: str, words: str) -> bool:
    """Say whether the words hold twelve digits that differ in a digit or two, or the right ones cut short."""
    for found in re.findall(r"\d[\d/ ]{8,16}\d", words):
        digits = re.sub(r"\D", "", found)
        if len(digits) == len(reference) and sum(a != b for a, b in zip(digits, reference, strict=True)) <= ALMOST:
            return True
        if len(digits) == 11 and any(reference[:place] + reference[place + 1 :] == digits for place in range(len(reference))):
            return True
    return False


def _names(text: str) -> set[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return {part for part in re.split(r"[^a-z]+", plain.casefold()) if len(part) >= SHORTEST_NAME}
