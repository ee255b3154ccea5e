"""
Statements as CSV, as the Belgian banks export them.

Each bank has its own columns, in the language of the person: KBC and CBC ("Rekeningnummer;...;
credit;debet;...;gestructureerde mededeling;Vrije mededeling"), Belfius (a dozen lines about the search
before the headings, "Naam tegenpartij bevat"), BNP Paribas Fortis ("Volgnummer;Uitvoeringsdatum;...;
Status"), ING ("Rekeningnummer;Naam van de rekening;...;Omzetnummer;..."). They are recognised by their
headings, in French, Dutch, English and German. For a file with other headings a person says which column is what.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from payments.rules.statements.lines import Credit, Statement, UnreadableStatement, plain_iban

DELIMITERS = ";,\t|"
LOOK_FOR_HEADINGS_IN = 40  # lines; Belfius writes twelve about the search first
MOST_LINES = 20_000
MOST_DIGITS = 15  # of an amount, points and commas among them
CHOSEN = ("date", "amount", "name", "words")  # the columns that a person can choose

# Headings, folded as `_fold` does; of several that fit, the first of this order counts. "words" takes all of its columns.
HEADINGS: dict[str, tuple[str, ...]] = {
    "date": (
        *("boekingsdatum", "uitvoeringsdatum", "datum", "date de comptabilisation", "date comptable", "date d execution", "date"),
        *("booking date", "execution date", "entry date", "transaction date", "buchungsdatum", "buchungstag", "ausfuhrungsdatum"),
    ),
    "amount": ("bedrag", "montant", "amount", "betrag", "bedrag in eur", "montant en eur", "amount in eur"),
    "credit": ("credit", "bijschrijving", "gutschrift", "haben"),
    "account": ("rekeningnummer", "numero de compte", "rekening", "compte", "account number", "account", "kontonummer", "konto"),
    "name": (
        *("naam tegenpartij bevat", "naam van de tegenpartij", "naam tegenpartij", "nom contrepartie contient", "nom de la contrepartie"),
        *("nom contrepartie", "nom de la contrepartie contient", "counterparty name", "name of counterparty", "name der gegenpartei"),
    ),
    "iban": (
        *("rekening tegenpartij", "rekeningnummer tegenpartij", "tegenpartij", "rekening van de tegenpartij", "compte contrepartie"),
        *("compte de la contrepartie", "numero de compte contrepartie", "numero de compte de la contrepartie", "contrepartie"),
        *("counterparty account", "counterparty account number", "counterparty", "konto der gegenpartei", "gegenpartei"),
    ),
    "currency": (
        "devies",
        "munt",
        "munteenheid",
        "valuta rekening",
        "devise",
        "devise du compte",
        "currency",
        "account currency",
        "wahrung",
    ),
    "status": ("status", "statut"),
    "words": (
        *("gestructureerde mededeling", "vrije mededeling", "mededeling", "mededelingen", "bericht", "omschrijving", "details"),
        *(
            "detail van de omzet",
            "communication structuree",
            "communication libre",
            "communication",
            "communications",
            "message",
            "libelle",
        ),
        *(
            "libelles",
            "description",
            "detail du mouvement",
            "details du mouvement",
            "transaction",
            "transactie",
            "structured communication",
        ),
        *(
            "free communication",
            "communication structuree ou libre",
            "details of the transaction",
            "mitteilung",
            "strukturierte mitteilung",
        ),
        *("freie mitteilung", "mitteilungen", "beschreibung"),
    ),
}
_AMOUNT = re.compile(
    r"(?P<before>[+-]?)"
    r"(?:(?P<points>\d{1,3}(?:\.\d{3})+)(?:,(?P<d1>\d{1,2}))?|(?P<commas>\d{1,3}(?:,\d{3})+)(?:\.(?P<d2>\d{1,2}))?|(?P<plain>\d+)(?:[.,](?P<d3>\d{1,2}))?)"
    r"(?P<after>[+-]?)",
    re.ASCII,
)
REFUSED = ("geweigerd", "refuse", "rejected", "abgelehnt")  # how BNP Paribas Fortis marks what did not happen


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file taken apart: the headings as written, and the rows below."""

    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)


class UnknownColumns(UnreadableStatement):
    """No date or no amount was found among the headings: a person can say which they are. `headings` as written."""

    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__("no_columns")
        self.headings = list(headings)


def read_csv(text: str, *, chosen: Mapping[str, int] | None = None) -> Statement:
    """
    Return what a CSV file says; `chosen` says which column is what, by its place from 0, where the headings don't.

    Rows without a date or an amount, such as totals, count as other lines.

    :raises UnknownColumns: if the headings are no bank's that we know, and nothing was chosen
    :raises UnreadableStatement: if it is no table of that kind at all
    """
    table = _table(text)
    places = {name: [place] for name, place in chosen.items() if 0 <= place < len(table.headings)} if chosen else _places(table.headings)
    if "date" not in places or not places.keys() & {"amount", "credit"}:
        raise UnknownColumns(table.headings)
    came_in = [credit for row in table.rows if (credit := _credit(row, places)) is not None]
    accounts = frozenset(filter(None, (plain_iban(_cell(row, places, "account")) for row in table.rows)))
    return Statement(accounts, tuple(came_in), others=len(table.rows) - len(came_in))


def _table(text: str) -> Table:
    delimiter = max(DELIMITERS, key=lambda mark: text[:20_000].count(mark))
    if delimiter not in text:
        raise UnreadableStatement("not_a_statement")
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableStatement("damaged") from error
    rows = [row for row in rows if any(row)]
    if len(rows) > MOST_LINES:
        raise UnreadableStatement("too_long")
    for number, row in enumerate(rows[:LOOK_FOR_HEADINGS_IN]):
        found = _places(row)
        if "date" in found and found.keys() & {"amount", "credit"}:
            return Table(row, rows[number + 1 :])
    widest = max(rows[:LOOK_FOR_HEADINGS_IN], key=len, default=[])
    if len(widest) < 2:
        raise UnreadableStatement("not_a_statement")
    return Table(widest, rows[rows.index(widest) + 1 :])


def _places(headings: Sequence[str]) -> dict[str, list[int]]:
    folded = [_fold(heading) for heading in headings]
    found = {name: [folded.index(word) for word in words if word in folded] for name, words in HEADINGS.items()}
    return {name: places if name == "words" else places[:1] for name, places in found.items() if places}


def _credit(row: Sequence[str], places: Mapping[str, list[int]]) -> Credit | None:
    """Return the money that came in by a row; None when none did, or the row is no movement in euro."""
    booked_on, amount = day_of(_cell(row, places, "date")), cents_of(_cell(row, places, "amount") or _cell(row, places, "credit"))
    is_euro = _cell(row, places, "currency").upper() in ("", "EUR", "€")
    if booked_on is None or amount is None or amount <= 0 or not is_euro or _fold(_cell(row, places, "status")) in REFUSED:
        return None
    return Credit(
        amount=amount,
        booked_on=booked_on,
        payer_name=" ".join(_cell(row, places, "name").split()),
        payer_iban=plain_iban(_cell(row, places, "iban")),
        communication=" ".join(" ".join(_cells(row, places, "words")).split()),
    )


def _cell(row: Sequence[str], places: Mapping[str, list[int]], name: str) -> str:
    return next(iter(_cells(row, places, name)), "")


def _cells(row: Sequence[str], places: Mapping[str, list[int]], name: str) -> list[str]:
    return list(dict.fromkeys(row[place] for place in places.get(name, []) if place < len(row) and row[place]))


def day_of(text: str) -> dt.date | None:
    """Return a day as banks write it: 26/11/2026, 26-11-26, 26.11.2026, 2026-11-26, 20261126; None for anything else."""
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: .*)?", text.strip()):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", text.strip()):
        year, month, day = match.groups()
    else:
        return None
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def cents_of(text: str) -> int | None:
    """Return an amount as banks write it in cents, with its sign: "-1.234,56", "1 234.56", "+12", "12,5"; None for anything else."""
    plain = re.sub(r"[\s\u00a0\u202f'’]|EUR|€", "", text, flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        return None
    whole, decimals = match["plain"] or match["points"] or match["commas"], match["d1"] or match["d2"] or match["d3"] or "0"
    if len(whole) > MOST_DIGITS:
        return None
    cents = int(re.sub(r"[.,]", "", whole)) * 100 + int(decimals.ljust(2, "0"))
    return -cents if "-" in (match["before"] + match["after"]) else cents


def _fold(text: str) -> str:
    """Return a heading without accents, signs and capitals."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.casefold()).split())
