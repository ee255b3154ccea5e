"""
CODA, the coded statement of account of the Belgian banks (Febelfin, "Coded statement of account", version 2.6).

Lines of 128 characters; the first says what they are: 0 header, 1 old balance with the account, 2.1
to 2.3 a movement, 3 information, 8 new balance, 4 words of the bank, 9 trailer. Of a movement:
2.1 has the sign (place 32; 0 is credit), the amount (33 to 47, three decimals), the kind of
communication (62; 1 is structured) and its first 53 characters, the day of booking (116 to 121); 2.2
goes on with the communication (11 to 63); 2.3 has the other's account (11 to 44), name (48 to
82) and the end of the communication (83 to 125). A structured communication of kind 101 or 102 begins with
that number, then come the twelve digits.

Not taken from a library: the one there is (febelfin-coda) wants the name of a file and does not see that
the details of a globalised movement are the same money as their sum.
"""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from payments.rules.statements.lines import Credit, Statement, UnreadableStatement, plain_iban

WIDTH = 128
STRUCTURED = ("101", "102")


@dataclass
class _Movement:
    sequence: str
    detail: str
    sign: str
    thousandths: int
    booked_on: dt.date
    is_structured: bool
    words: list[str] = field(default_factory=list)
    account: str = ""
    name: str = ""


def is_coda(text: str) -> bool:
    """Say whether a text is a CODA file: its header is recognised by its beginning, four zeros and two after the date."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    return first[:5] == "00000" and len(first) >= 100 and first[5:11].isdigit()


def read_coda(text: str) -> Statement:
    """
    Return what a CODA file says.

    :raises UnreadableStatement: if a line is not what the standard says; nothing is guessed about money
    """
    lines = [line.ljust(WIDTH) for line in text.splitlines() if line.strip()]
    try:
        accounts = frozenset(filter(None, (_account(line) for line in lines if line[0] == "1")))
        movements = _movements(lines)
    except ValueError as error:
        raise UnreadableStatement("damaged") from error
    came_in = [_credit(movement) for movement in _without_sums(movements) if movement.sign == "0" and movement.thousandths >= 10]
    return Statement(accounts, tuple(came_in), others=len(movements) - len(came_in))


def _account(line: str) -> str:
    number = line[5:42]
    return plain_iban(number[:16] if line[1] == "2" else number[:34])


def _movements(lines: list[str]) -> list[_Movement]:
    found: list[_Movement] = []
    for line in lines:
        if line[:2] == "21":
            found.append(_movement(line))
        elif line[:2] in ("22", "23") and found and line[2:10] == found[-1].sequence + found[-1].detail:
            _go_on(found[-1], line)
    return found


def _movement(line: str) -> _Movement:
    if line[31] not in "01" or line[61] not in "01":
        raise ValueError(line[:47])
    return _Movement(
        sequence=line[2:6],
        detail=line[6:10],
        sign=line[31],
        thousandths=int(line[32:47]),
        booked_on=_day(line[115:121]),
        is_structured=line[61] == "1",
        words=[line[62:115]],
    )


def _go_on(movement: _Movement, line: str) -> None:
    if line[1] == "2":
        movement.words.append(line[10:63])
    else:
        movement.account, movement.name = plain_iban(line[10:44]), line[47:82].strip()
        movement.words.append(line[82:125])


def _day(text: str) -> dt.date:
    return dt.date(2000 + int(text[4:6]), int(text[2:4]), int(text[:2]))


def _without_sums(movements: list[_Movement]) -> list[_Movement]:
    """Leave out each sum whose parts are in the file too: the same money must not come in twice."""
    kept: list[_Movement] = []
    for _sequence, group in groupby(movements, key=lambda movement: movement.sequence):
        head, *details = group
        is_sum = bool(details) and sum(_signed(detail) for detail in details) == _signed(head)
        kept += details if is_sum else [head]
    return kept


def _signed(movement: _Movement) -> int:
    return movement.thousandths if movement.sign == "0" else -movement.thousandths


def _credit(movement: _Movement) -> Credit:
    words = "".join(movement.words)
    if movement.is_structured:
        words = words[3:15] if words[:3] in STRUCTURED else words[3:]
    return Credit(
        amount=movement.thousandths // 10,
        booked_on=movement.booked_on,
        payer_name=movement.name,
        payer_iban=movement.account,
        communication=" ".join(words.split()),
    )
