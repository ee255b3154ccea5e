"""
Processes die at the worst moment; nothing is lost and nothing happens twice (security.md 2.2, 2.3).

These come last in the house: they leave it shaken.
"""

import collections
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.house import House, wait_for
from tests.live.buyer import Buyer, Purchase
from workbench.house import start_background

SHOP = "sous-verre"


def _variants(house: House, count: int) -> list[int]:
    schema = house.schema_of(SHOP)
    rows = house.sql(
        f"""SELECT v.id FROM {schema}.catalog_variant v JOIN {schema}.catalog_product p ON p.id = v.product_id
            WHERE p.kind = 'standard' AND p.status = 'published' ORDER BY v.id LIMIT %s""",
        count,
    )
    variants = [row[0] for row in rows]
    house.sql(f"UPDATE {schema}.catalog_stocklevel SET on_hand = reserved + 300 WHERE variant_id = ANY(%s)", variants)
    return variants


def _books_balance(house: House, variants: list[int]) -> None:
    """Every movement of stock is explained by an order, and no order lacks its movement."""
    schema = house.schema_of(SHOP)
    moved = dict(
        house.sql(f"SELECT variant_id, -sum(delta) FROM {schema}.catalog_stockmovement WHERE reason IN ('ordered', 'canceled') GROUP BY 1")
    )
    ordered = dict(
        house.sql(
            f"""SELECT l.variant_id, sum(l.quantity) FROM {schema}.orders_orderline l JOIN {schema}.orders_order o ON o.id = l.order_id
                WHERE o.status <> 'canceled' AND o.payment_status <> 'awaiting' AND l.variant_id = ANY(%s) GROUP BY 1""",
            variants,
        )
    )
    below = house.sql(f"SELECT count(*) FROM {schema}.catalog_stocklevel WHERE reserved > on_hand OR on_hand < 0")
    assert below == [(0,)]
    for variant_id in variants:
        assert moved.get(variant_id, 0) == ordered.get(variant_id, 0), variant_id


def _mails_to(house: House, name: str) -> int:
    return sum(1 for mail in house.mails() if re.search(rf"^To: .*{name}@mail\.test", mail, re.M))


def test_web_processes_killed_during_checkouts_lose_and_double_nothing(house):
    variants = _variants(house, 6)
    stop = threading.Event()
    kills = []

    def kill_now_and_then() -> None:
        while not stop.wait(6):  # time for the server to bring the last one back: two at once it takes for a crash loop, and ends
            kills.append(house.kill_one_of("web"))
            house.processes.revive()

    def buy(number: int) -> tuple[str, Purchase | None]:
        name = f"chaos{number}"
        with Buyer(house, SHOP, name=name) as buyer:
            try:
                return name, buyer.buys(variants[number % len(variants)])
            except httpx.TransportError:
                return name, None  # the customer saw the connection break

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(buy, range(90)))
    finally:
        stop.set()
        killer.join()
    wait_for(house.is_well, what="the house recovers", seconds=90)

    schema = house.schema_of(SHOP)
    stored = collections.Counter(row[0] for row in house.sql(f"SELECT name FROM {schema}.orders_order WHERE name LIKE 'chaos%%'"))
    acknowledged = {name for name, purchase in results if purchase and purchase.order_url}
    assert sum(kills) > 0, "nobody was killed: the test proves nothing"
    assert acknowledged, "nobody bought: the test proves nothing"
    assert acknowledged <= set(stored)
    assert max(stored.values()) == 1
    _books_balance(house, variants)
    wait_for(lambda: all(_mails_to(house, name) == 1 for name in stored), what="each order's mail, once", seconds=180)


def test_a_worker_killed_with_mails_and_photos_pending_loses_and_doubles_nothing(house):
    variants = _variants(house, 2)
    schema = house.schema_of(SHOP)
    house.kill("worker")
    house.kill("beat")
    names = [f"pending{number}" for number in range(6)]
    for name in names:
        with Buyer(house, SHOP, name=name) as buyer:
            assert buyer.buys(variants[0]).order_url
    images = [row[0] for row in house.sql(f"SELECT id FROM {schema}.catalog_productimage WHERE state = 'ready' ORDER BY id LIMIT 3")]
    house.sql(f"UPDATE {schema}.catalog_productimage SET state = 'pending', files = '[]' WHERE id = ANY(%s)", images)
    house.sql(
        "INSERT INTO tenants_wakeup (tenant_id, due_at) SELECT tenant_id, now() FROM tenants_domain WHERE domain = %s RETURNING id", SHOP
    )
    assert [_mails_to(house, name) for name in names] == [0] * len(names)

    start_background(house.processes)
    deadline = time.monotonic() + 6
    while time.monotonic() < deadline:  # killed again and again while it works
        time.sleep(1.5)
        house.kill_one_of("worker")
    house.kill("worker")
    house.kill("beat")
    start_background(house.processes)

    wait_for(lambda: all(_mails_to(house, name) == 1 for name in names), what="each mail, once", seconds=180)
    wait_for(
        lambda: house.sql(f"SELECT count(*) FROM {schema}.catalog_productimage WHERE id = ANY(%s) AND state = 'ready'", images) == [(3,)],
        what="the photos are ready",
        seconds=120,
    )


def test_with_the_broker_down_a_customer_orders_and_the_mail_goes_out_later(house):
    variants = _variants(house, 1)
    house.valkey.stop()
    try:
        with Buyer(house, SHOP, name="brokerdown") as buyer:
            purchase = buyer.buys(variants[0])
        assert purchase.order_url, purchase
        assert not purchase.has_crashed
        with house.client() as client:
            health = client.get("/healthz")
        assert (health.status_code, "broker" in health.json()["dead"]) == (503, True)
        with house.client(SHOP, follow_redirects=True) as client:
            assert client.get("/fr/").status_code == 200
    finally:
        house.valkey.start()
    wait_for(lambda: _mails_to(house, "brokerdown") == 1, what="the mail after the broker is back", seconds=120)
