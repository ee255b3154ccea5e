"""
Which table a statement changes, read from its text.

In doubt it changes everything: a table that nobody listed, a statement that nobody foresaw. So a page can be
drawn anew in vain, but none can be forgotten.
"""

import re

ANYTHING = "*"

_COMMENTS = r"(?:\s|/\*.*?\*/|--[^\n]*\n)*"
_READS = re.compile(
    _COMMENTS + r"(?:SELECT|VALUES|FETCH|DECLARE|CLOSE|SHOW|SET|RESET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|LOCK|DEALLOCATE)\b",
    re.I | re.S,
)
_WRITES = re.compile(
    _COMMENTS + r"(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?(?:(?P<schema>\"[^\"]+\"|\w+)\.)?(?P<table>\"[^\"]+\"|\w+)",
    re.I | re.S,
)
_MORE_THAN_ONE = re.compile(r";\s*\S|\bWITH\b", re.I)


def changed_table(sql: object) -> tuple[str, str] | None:
    """Return schema (empty: that of the search path) and table that a statement changes; ANYTHING in doubt; None if it only reads."""
    text = sql if isinstance(sql, str) else ""
    if _READS.match(text) and ";" not in text:
        return None
    write = _WRITES.match(text)
    if write is None or _MORE_THAN_ONE.search(text):
        return "", ANYTHING
    return (write["schema"] or "").strip('"'), write["table"].strip('"')
