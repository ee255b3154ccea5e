"""A statement as it was sent: bytes of some encoding, CODA or CSV."""

from collections.abc import Mapping

from payments.rules.statements.coda import is_coda, read_coda
from payments.rules.statements.csv_file import read_csv
from payments.rules.statements.lines import Statement, UnreadableStatement

LARGEST = 2 * 1024 * 1024  # bytes; a year of a busy shop is a tenth of it


def read_statement(content: bytes, *, chosen: Mapping[str, int] | None = None) -> Statement:
    """
    Return what a file says, whatever bank wrote it.

    :raises UnreadableStatement: if it is no statement that we can read; see its `code`
    """
    text = text_of(content)
    return read_coda(text) if is_coda(text) else read_csv(text, chosen=chosen)


def text_of(content: bytes) -> str:
    """
    Return the text of a file in UTF-8, UTF-16 or Windows-1252, whichever it is.

    :raises UnreadableStatement: if it is empty or no text, such as a PDF or a spreadsheet
    """
    if not content.strip():
        raise UnreadableStatement("empty")
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableStatement("not_text")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.removeprefix("\ufeff")
    raise UnreadableStatement("not_text")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if content[1:2] == b"\x00":
        return ("utf-16-le",)
    return ("utf-16-be",) if content[:1] == b"\x00" else ("utf-8", "cp1252")
