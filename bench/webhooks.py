"""
Stripe's messages under load: how fast they are answered by two web processes, and how fast they are worked off.

Orders are paid for in a running house; then wrk posts signed messages about them, each with an id of its own, as Stripe
would. What is answered is kept and committed; the queue's two processes look into it. The payments are noted by then, so
what is measured is the way of a message and not Stripe's answer.
"""

import argparse
import json
import os
import re
import subprocess
import time
from pathlib import Path

import stripe

from bench.pages import cpu_seconds, family, postgres_cpu
from bench.world import world
from tests.house import BASE_DOMAIN, House, wait_for
from tests.live.payer import Payer

SHOP = "sous-verre"
SECRET = "whsec_sandbox"
CONNECTIONS = 16
LINES = 20_000  # more than are posted, so that none comes twice unasked
KINDS = ("checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.expired")


def paid_sessions(house: House, count: int) -> tuple[str, list[str]]:
    """Let customers pay; returns the shop's account and the ids of their payment pages."""
    schema = house.schema_of(SHOP)
    ((variant_id,),) = house.sql(
        f"""SELECT v.id FROM {schema}.catalog_variant v JOIN {schema}.catalog_product p ON p.id = v.product_id
            WHERE p.kind = 'standard' AND p.status = 'published' ORDER BY v.id LIMIT 1"""
    )
    house.sql(f"UPDATE {schema}.catalog_stocklevel SET on_hand = reserved + 500 WHERE variant_id = %s", variant_id)
    for number in range(count):
        with Payer(house, SHOP, name=f"bench{number}") as payer:
            assert payer.orders(variant_id)
            payer.types_card(comes_back=False)
    rows = house.sql(
        f"""SELECT stripe_account_id, stripe_session_id FROM {schema}.payments_paymentattempt
            WHERE stripe_session_id <> '' ORDER BY id DESC LIMIT %s""",
        count,
    )
    return rows[0][0], [row[1] for row in rows]


def write_messages(path: Path, *, account: str, sessions: list[str], label: str, different: bool = True) -> None:
    """Write LINES signed messages about these pages, each with an id of its own unless they are one message again and again."""
    with path.open("w") as file:
        for number in range(LINES):
            body = _message(f"evt_{label}_{number if different else 0}", number, account, sessions[number % len(sessions)])
            signature = stripe.WebhookSignature.generate_signature_header(body, SECRET)
            file.write(f"{signature}\t{body}\n")


def _message(event_id: str, number: int, account: str, session_id: str) -> str:
    related = {"id": session_id, "type": "checkout.session", "url": f"/v1/checkout/sessions/{session_id}"}
    return json.dumps(
        {
            "id": event_id,
            "object": "v2.core.event",
            "type": f"v1.{KINDS[number % len(KINDS)]}",
            "created": "2026-11-26T10:00:00.000Z",
            "livemode": False,
            "context": account,
            "reason": None,
            "related_object": related,
        }
    )


def shoot(house: House, path: Path, seconds: int) -> dict[str, float]:
    """Post the messages of a file for some seconds."""
    web = family(house.processes.running["web"].pid)
    app, database = cpu_seconds(web), postgres_cpu(house)
    output = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", "bench/signed.lua", f"http://127.0.0.1:{house.port}"],
        env={**os.environ, "SIGNED_EVENTS": str(path), "EVENTS_HOST": f"{BASE_DOMAIN}:{house.port}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = {name: float(value) for name, value in re.findall(r"(requests|p95_ms|failed)=([\d.]+)", output)}
    cpu = {
        "app": 1000 * (cpu_seconds(web) - app) / found["requests"],
        "database": 1000 * (postgres_cpu(house) - database) / found["requests"],
    }
    return {**found, **cpu, "rate": found["requests"] / seconds}


def left(house: House) -> int:
    ((count,),) = house.sql(f"SELECT count(*) FROM {house.schema_of(SHOP)}.payments_webhookevent WHERE state IN ('received', 'failed')")
    return int(count)


def main() -> None:
    """Print one line for each sort of message, and how fast the queue worked them off."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--orders", type=int, default=40)
    asked = options.parse_args()
    with world() as house:
        house.kill("stripe-webhooks")
        account, sessions = paid_sessions(house, asked.orders)
        file = house.folder / "messages"
        print(f"{'messages':34} {'events/s':>9} {'p95 ms':>7} {'app CPU':>8} {'db CPU':>7} {'failed':>7}")
        sorts = {
            "new, the queue rests": ("worker", {"account": account, "label": "rest"}),
            "new, the queue works": ("", {"account": account, "label": "work"}),
            "one message again and again": ("", {"account": account, "label": "same", "different": False}),
            "of an account that nobody has": ("", {"account": "acct_1Nobody", "label": "none"}),
        }
        for name, (resting, values) in sorts.items():
            write_messages(file, sessions=sessions, **values)
            if resting:
                house.kill(resting)
            shot = shoot(house, file, asked.seconds)
            print(f"{name:34} {shot['rate']:9.0f} {shot['p95_ms']:7.1f} {shot['app']:8.2f} {shot['database']:7.2f} {shot['failed']:7.0f}")
            if resting:
                work_off(house)
            wait_for(lambda: not left(house), what="everything is worked off", seconds=300)
        schema = house.schema_of(SHOP)
        ((paid,),) = house.sql(f"SELECT count(*) FROM {schema}.payments_paymentattempt WHERE state = 'paid'")
        print(f"{paid} of {len(sessions)} orders are paid")


def work_off(house: House) -> None:
    """Start the queue again, and print how many messages a second it looks into."""
    from workbench.house import start_background

    house.kill("beat")
    waiting = left(house)
    start_background(house.processes)
    wait_for(lambda: left(house) < waiting, what="the queue begins", seconds=60)
    began, count = time.monotonic(), left(house)
    wait_for(lambda: not left(house), what="the queue is done", seconds=300)
    took = time.monotonic() - began
    print(f"{'  worked off by two processes':34} {count / took:9.0f}   ({count} in {took:.1f} s)")


if __name__ == "__main__":
    main()
