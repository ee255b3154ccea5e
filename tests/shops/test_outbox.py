"""Messages leave the house once, wait when they cannot, and are never forgotten in silence."""

import datetime as dt

import pytest

from shops import outbox
from shops.models import OutboxMessage
from shops.outbox import write_to_outbox
from shops.services.deliver_outbox import LEASE, MOST_AT_ONCE, deliver_outbox
from shops.services.retry_messages import retry_messages
from tenants.models import WakeUp
from tests.answers import words_of
from tests.backoffice_tools import sign_in

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
KIND = "pigeon"


class Pigeons:
    """A stand-in for the world: takes messages, or refuses them while `is_ill`."""

    def __init__(self):
        self.carried, self.is_ill, self.meanwhile = [], False, None

    def __call__(self, message):
        if self.meanwhile is not None:
            self.meanwhile()
        if self.is_ill:
            raise OSError("no wind")
        self.carried.append(message.key)


@pytest.fixture
def pigeons(monkeypatch):
    flock = Pigeons()
    monkeypatch.setitem(outbox._handlers, KIND, flock)
    monkeypatch.setitem(outbox._labels, KIND, "A pigeon")
    return flock


@pytest.fixture
def shop(open_shop):
    """The bakery, with commits that last: the wake-ups are read on another connection."""
    with open_shop.entered():
        yield open_shop


def write(key="a"):
    write_to_outbox(kind=KIND, key=key, payload={"about": "Léa Moreau, n° 1007"}, now=NOW)


def wake_ups(shop):
    return WakeUp.objects.filter(tenant_id=shop.ref.id)


def test_a_message_is_delivered_once_and_leaves_no_wake_up_of_its_own(pigeons, shop):
    write()
    asked = set(wake_ups(shop).values_list("pk", flat=True))

    assert [deliver_outbox(now=NOW), deliver_outbox(now=NOW + 2 * LEASE)] == [1, 0]
    assert pigeons.carried == ["a"]
    assert len(asked) == 1
    assert set(wake_ups(shop).values_list("pk", flat=True)) == asked


def test_what_is_being_delivered_is_not_taken_by_another_worker(pigeons, shop):
    write()
    second = []
    pigeons.meanwhile = lambda: second.append(deliver_outbox(now=NOW))

    deliver_outbox(now=NOW)

    assert (pigeons.carried, second) == (["a"], [0])


def test_a_message_whose_worker_died_is_due_again_and_the_shop_is_woken_for_it(pigeons, shop):
    def die():
        raise KeyboardInterrupt

    write()
    pigeons.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        deliver_outbox(now=NOW)
    pigeons.meanwhile = None

    assert deliver_outbox(now=NOW + LEASE / 2) == 0
    assert wake_ups(shop).filter(due_at=NOW + LEASE).exists()
    assert deliver_outbox(now=NOW + LEASE) == 1


def test_one_that_cannot_be_delivered_does_not_hold_up_the_next(pigeons, shop, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "stone", lambda message: 1 / 0)
    write_to_outbox(kind="stone", key="heavy", payload={}, now=NOW)
    write("light")

    assert deliver_outbox(now=NOW) == 1
    assert pigeons.carried == ["light"]
    heavy = OutboxMessage.objects.get(key="heavy")
    assert (heavy.attempts, heavy.last_error) == (1, "ZeroDivisionError: division by zero")
    assert wake_ups(shop).filter(due_at=heavy.due_at).exists()


def test_a_shop_with_very_many_messages_lets_the_others_have_their_turn(pigeons, shop):
    for number in range(MOST_AT_ONCE + 3):
        write(f"{number}")
    WakeUp.objects.filter(tenant_id=shop.ref.id).delete()

    assert deliver_outbox(now=NOW) == MOST_AT_ONCE
    assert wake_ups(shop).filter(due_at=NOW).count() == 1
    assert deliver_outbox(now=NOW) == 3
    assert len(set(pigeons.carried)) == MOST_AT_ONCE + 3


def test_a_message_in_its_last_attempt_is_not_sent_a_second_time_by_trying_again(pigeons, shop):
    write()
    OutboxMessage.objects.update(attempts=OutboxMessage.MAX_ATTEMPTS - 1)
    revived = []
    pigeons.meanwhile = lambda: revived.append(retry_messages(now=NOW))

    deliver_outbox(now=NOW)

    assert (revived, pigeons.carried) == ([0], ["a"])


def test_what_was_given_up_is_shown_and_sent_again_when_asked(pigeons, bakery, bookshop):
    pigeons.is_ill = True
    moment = NOW
    with bakery.entered():
        write()
        for _attempt in range(OutboxMessage.MAX_ATTEMPTS):
            deliver_outbox(now=moment)
            moment += dt.timedelta(hours=4)
        assert (deliver_outbox(now=moment), OutboxMessage.objects.get().attempts) == (0, OutboxMessage.MAX_ATTEMPTS)
        OutboxMessage.objects.update(due_at=NOW)  # so that it lies in the past of the pages below
    keeper, neighbour = sign_in(bakery), sign_in(bookshop)

    assert "A pigeon, Léa Moreau, n° 1007" in words_of(keeper.get("/backoffice/"))
    assert "pigeon" not in neighbour.get("/backoffice/").text
    assert neighbour.post("/backoffice/messages/retries/").status_code == 303
    with bakery.entered():
        assert OutboxMessage.objects.given_up(now=NOW).count() == 1
    assert keeper.post("/backoffice/messages/retries/").status_code == 303
    pigeons.is_ill = False
    with bakery.entered():
        deliver_outbox(now=dt.datetime.now(dt.UTC))
    assert pigeons.carried == ["a"]
    assert "pigeon" not in keeper.get("/backoffice/").text
