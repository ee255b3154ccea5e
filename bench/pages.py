"""
Product page and list of 24 products, kept and drawn, beside a bare hello and a bare Django view, in one run.

Interleaved rounds of wrk (one connection, then sixteen). CPU is read from the operating system: the
web processes' own time, and that of the PostgreSQL processes, divided by the requests answered.
"""

import argparse
import re
import statistics
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass

import httpx
import psutil

from bench.world import world
from tests.house import BASE_DOMAIN, House, wait_for
from workbench.processes import python
from workbench.valkey import free_port

CONNECTIONS = (1, 16)
HELLO, THREE = "Django hello, no middleware", "Django, three statements"
DRAWN_ANEW = "x=1"  # no page says anything to this parameter, so what is asked with it is drawn and not kept
COLUMNS = ("rate", "p95_ms", "app_cpu_ms", "database_cpu_ms")


@dataclass
class Target:
    """What is loaded: a part of the house, its port, and the request."""

    part: str
    port: int
    host: str
    path: str
    cookie: str = ""
    says: str = ""  # how the page must have come about: kept, or drawn (empty: Django's own answer)

    @property
    def headers(self) -> dict[str, str]:
        return {"Host": self.host, **({"Cookie": self.cookie} if self.cookie else {})}


@dataclass
class Shot:
    rate: float
    p95_ms: float
    app_cpu_ms: float
    database_cpu_ms: float
    failed: int


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """Return the CPU time that these processes used so far."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def family(pid: int) -> list[psutil.Process]:
    """Return a process with all its children."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def postgres_cpu(house: House) -> float:
    """CPU of the whole server: living backends and, through the postmaster's own count, those that ended."""
    postmaster = psutil.Process(int((house.folder / "postgres" / "postmaster.pid").read_text().split()[0]))
    own = postmaster.cpu_times()
    return own.children_user + own.children_system + cpu_seconds([postmaster, *postmaster.children()])


def shoot(house: House, target: Target, connections: int, seconds: int) -> Shot:
    """Load one page with wrk and return what it cost."""
    web = family(house.processes.running[target.part].pid)
    app_before, database_before = cpu_seconds(web), postgres_cpu(house)
    headers = [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
    output = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", "bench/latency.lua", *headers, url_of(target)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    requests = int(re.search(r"requests=(\d+)", output).group(1))
    return Shot(
        rate=requests / seconds,
        p95_ms=float(re.search(r"p95_ms=([\d.]+)", output).group(1)),
        app_cpu_ms=1000 * (cpu_seconds(web) - app_before) / requests,
        database_cpu_ms=1000 * (postgres_cpu(house) - database_before) / requests,
        failed=int(re.search(r"failed=(\d+)", output).group(1)),
    )


def url_of(target: Target) -> str:
    return f"http://127.0.0.1:{target.port}{target.path}"


def basket_cookie(house: House, shop: str, product: str) -> str:
    """Put the product in a cart, as a visitor does, and return the cookie that says so."""
    with house.client(shop) as visitor:
        variant = re.search(r'name="variant"[^>]*value="(\d+)"', visitor.get(product).text).group(1)
        visitor.post("/fr/cart/lines/", data={"variant": variant, "quantity": "2"})
        return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items() if "cart" in name)


def check(target: Target) -> None:
    """Look at one answer before it is counted: a fast error is no result, nor is a page that came about otherwise."""
    for _time in range(6):  # both workers
        answer = httpx.get(url_of(target), headers=target.headers, trust_env=False)
    said = answer.headers.get("Server-Timing", "").rpartition("=")[2]
    assert answer.status_code == 200, (target, answer.status_code)
    assert said == target.says, (target, said)


def targets_of(house: House, floor_port: int) -> dict[str, Target]:
    """Return all targets by the name they have in docs/benchmarks.md."""

    def page(shop: str, path: str, **values: str) -> Target:
        return Target("web", house.port, f"{shop}.{BASE_DOMAIN}:{house.port}", path, **values)

    product, listing = ("sous-verre", "/fr/products/petites-succulentes/"), ("bonne-pioche", "/fr/products/")
    basket = basket_cookie(house, *product)
    return {
        HELLO: Target("floor", floor_port, "localhost", "/hello"),
        THREE: Target("floor", floor_port, "localhost", "/three"),
        "product page, kept": page(*product, says="kept"),
        "product page, kept, with a basket": page(*product, cookie=basket, says="kept"),
        "product page, drawn": page(product[0], f"{product[1]}?{DRAWN_ANEW}"),
        "list of 24, kept": page(*listing, says="kept"),
        "list of 24, drawn": page(listing[0], f"{listing[1]}?{DRAWN_ANEW}"),
    }


def main() -> None:
    """Run the rounds and print one line a target."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=6)
    asked = options.parse_args()
    with world() as house:
        floor_port = free_port()
        house.processes.start(
            "floor",
            *python("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(floor_port)),
            *["--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "bench.floor:application"],
            FLOOR_DATABASE=house.database,
            FLOOR_HOST=str(house.folder / "postgres"),
        )
        wait_for(lambda: psutil.Process(house.processes.running["floor"].pid).children(), what="the floor starts")
        time.sleep(2)
        for part in ("worker", "beat", "stripe-webhooks"):
            house.kill(part)
        targets = targets_of(house, floor_port)
        shots: dict[tuple[str, int], list[Shot]] = defaultdict(list)
        for target in targets.values():
            shoot(house, target, 4, 2)
        for _round in range(asked.rounds):
            for connections in CONNECTIONS:
                for name, target in targets.items():
                    check(target)
                    shots[name, connections].append(shoot(house, target, connections, asked.seconds))
    print(
        f"{'target':34} {'conns':>5} {'req/s':>7} {'p95 ms':>7} {'app CPU':>8} {'db CPU':>7} {'of hello':>9} {'of three':>9} {'failed':>7}"
    )
    for connections in CONNECTIONS:
        medians = {name: median(shots[name, connections]) for name in targets}
        for name, shot in medians.items():
            ratios = " ".join(f"{shot.rate / medians[yardstick].rate:9.0%}" for yardstick in (HELLO, THREE))
            print(
                f"{name:34} {connections:5} {shot.rate:7.0f} {shot.p95_ms:7.1f} {shot.app_cpu_ms:8.2f} {shot.database_cpu_ms:7.2f}"
                f" {ratios} {shot.failed:7}"
            )


def median(shots: list[Shot]) -> Shot:
    """Return the middle of each figure, and all failures."""
    middle = {column: statistics.median(getattr(shot, column) for shot in shots) for column in COLUMNS}
    return Shot(**middle, failed=sum(shot.failed for shot in shots))


if __name__ == "__main__":
    main()
