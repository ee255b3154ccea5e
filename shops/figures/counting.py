"""
Counting visits: outside of Django, so that pages from memory count too, and beside the answer, never before it.

A request leaves a note in this process's memory, which costs some microseconds. Once a second a thread adds the
notes up and tells Valkey. What a note says of its sender (address, browser) is forgotten with it: Valkey is
given numbers, and for the day a set of salted names (shops.figures.rules). When Valkey is away, or the process
dies, the counts of a second are lost and no page is.
"""

import atexit
import datetime as dt
import logging
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings

from kit.clock import in_brussels, now
from kit.http import ip_of
from kit.wsgi import Application
from shops.figures import store
from shops.figures.marks import HEADER, KINDS, VISIBLE
from shops.figures.rules import is_a_person, visitor_name
from shops.models.figure import FigureKind

MOST_NOTES = 20_000  # in this process; what comes while it is full is not counted
EVERY_SECONDS = 1.0
_FORM = ("303",)

logger = logging.getLogger(__name__)
_notes: deque["Note"] = deque(maxlen=MOST_NOTES)
_starting = threading.Lock()
_counter_of: int | None = None  # the process whose thread counts


class Note(NamedTuple):
    """What a request leaves behind for at most a second."""

    tenant_id: int
    kind: str
    day: dt.date
    address: str
    agent: str


def with_counted_visits(application: Application) -> Application:
    """Return the application with counting around it; it goes outside of what answers from memory."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            mark = next((value for name, value in headers if name == HEADER), "")
            if mark:
                headers = [header for header in headers if header[0] != HEADER]
                _note(environ, status, mark)
            return start_response(status, headers, *rest)

        return application(environ, start)

    return answer


def _note(environ: dict[str, Any], status: str, mark: str) -> None:
    """Leave a note. Whatever is wrong with it must not cost anybody a page."""
    try:
        is_seen = environ["REQUEST_METHOD"] == "GET" and int(status[:3]) in VISIBLE
        if (is_seen or status.startswith(_FORM)) and is_a_person(environ, session_cookie=settings.SESSION_COOKIE_NAME):
            tenant_id, _space, kind = mark.partition(" ")
            agent = str(environ.get("HTTP_USER_AGENT") or "")
            _notes.append(Note(int(tenant_id), kind, in_brussels(now()).date(), ip_of(environ), agent))
            _have_them_counted()
    except Exception:
        logger.exception("a visit was not counted")


def _have_them_counted() -> None:
    """Start this process's counting thread, once; a process made by forking needs its own."""
    global _counter_of
    if _counter_of == os.getpid():
        return
    with _starting:
        if _counter_of != os.getpid():
            threading.Thread(target=_count_for_ever, name="figures", daemon=True).start()
            atexit.register(count_notes)
            _counter_of = os.getpid()


def _count_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY_SECONDS):
        count_notes()


def count_notes() -> None:
    """Add up the notes of this process and tell Valkey; those it does not take are gone. Safe to call at any time."""
    notes = [_notes.popleft() for _time in range(len(_notes))]
    try:
        for (tenant_id, day), visitors, counts in _added_up(notes):
            store.add(tenant_id, day, visitors=visitors, counts=counts)
    except Exception as error:  # a thread that dies counts nothing ever after
        logger.warning("%s visits were not counted: %s", len(notes), error)


def _added_up(notes: Iterable[Note]) -> Iterable[tuple[tuple[int, dt.date], set[str], Counter[str]]]:
    by_day: dict[tuple[int, dt.date], list[Note]] = {}
    for note in notes:
        by_day.setdefault((note.tenant_id, note.day), []).append(note)
    for (tenant_id, day), mine in by_day.items():
        salt = store.salt_of(day)
        visitors = {visitor_name(address=note.address, agent=note.agent, tenant_id=tenant_id, salt=salt) for note in mine}
        yield (tenant_id, day), visitors, Counter(note.kind for note in mine if note.kind in KINDS and note.kind != FigureKind.VISITS)
