"""What every kind of statement comes down to."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from orders.rules.transfer import references_in


class UnreadableStatement(Exception):
    """The file can't be read; `code` says why: empty, not_text, not_a_statement, no_columns, too_long or damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in: cents, the day it was booked, who paid as far as the bank says, and their words."""

    amount: int
    booked_on: dt.date
    payer_name: str = ""
    payer_iban: str = ""
    communication: str = ""

    @property
    def references(self) -> list[str]:
        """The valid structured communications in its words."""
        return references_in(self.communication)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says: whose accounts it is about ("" never), the money that came in, and how many lines were something else."""

    accounts: frozenset[str]
    credits: tuple[Credit, ...]
    others: int = 0


def keys_of(lines: Iterable[Credit]) -> list[str]:
    """
    Return a name for each line, the same in every file that holds it, be it CODA or CSV.

    Made of day, amount and the structured communication, else the payer: banks cut and decorate all
    other words differently in each format. Lines that agree in all this are counted, so the second
    of two equal payments of a day is another line, and a statement that begins in the middle of a
    day adds only what is new.
    """
    seen: Counter[str] = Counter()
    keys = []
    for credit in lines:
        who = ",".join(credit.references) or credit.payer_iban or _plain(credit.payer_name)
        text = f"{credit.booked_on.isoformat()}|{credit.amount}|{who}"
        keys.append(hashlib.sha256(f"{text}|{seen[text]}".encode()).hexdigest())
        seen[text] += 1
    return keys


def plain_iban(text: str) -> str:
    """Return an account number without spaces and signs, capitals only; "" for what is none."""
    found = re.sub(r"[^A-Z0-9]", "", text.upper())
    return found if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", found) else ""


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
