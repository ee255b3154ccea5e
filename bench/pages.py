"""
Product page and list of 24 products beside a bare Django view, in one run.

Interleaved rounds of wrk (one connection, then sixteen). CPU is read from the operating system: the
web processes' own time, and that of the PostgreSQL processes, divided by the requests answered.
"""

import re
import statistics
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass

import psutil

from bench.world import world
from tests.house import BASE_DOMAIN, House, wait_for
from workbench.processes import python
from workbench.valkey import free_port

ROUNDS = 3
SECONDS = 6
COLUMNS = ("rate", "p95_ms", "app_cpu_ms", "database_cpu_ms")


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


def shoot(house: House, part: str, port: int, host: str, path: str, connections: int) -> Shot:
    """Load one page for SECONDS with wrk and return what it cost."""
    web = family(house.processes.running[part].pid)
    app_before, database_before = cpu_seconds(web), postgres_cpu(house)
    output = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "-s",
            "bench/latency.lua",
            "-H",
            f"Host: {host}",
            f"http://127.0.0.1:{port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    requests = int(re.search(r"requests=(\d+)", output).group(1))
    return Shot(
        rate=requests / SECONDS,
        p95_ms=float(re.search(r"p95_ms=([\d.]+)", output).group(1)),
        app_cpu_ms=1000 * (cpu_seconds(web) - app_before) / requests,
        database_cpu_ms=1000 * (postgres_cpu(house) - database_before) / requests,
        failed=int(re.search(r"failed=(\d+)", output).group(1)),
    )


def main() -> None:
    """Run the rounds and print one line a target."""
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
        targets = {
            "Django hello, no middleware": ("floor", floor_port, "localhost", "/hello"),
            "Django, three statements": ("floor", floor_port, "localhost", "/three"),
            "product page, six variants": ("web", house.port, f"sous-verre.{BASE_DOMAIN}", "/fr/products/petites-succulentes/"),
            "list page, 24 products": ("web", house.port, f"bonne-pioche.{BASE_DOMAIN}", "/fr/products/"),
        }
        shots: dict[tuple[str, int], list[Shot]] = defaultdict(list)
        for target in targets.values():
            shoot(house, *target, 4)
        for _round in range(ROUNDS):
            for connections in (1, 16):
                for name, target in targets.items():
                    shots[name, connections].append(shoot(house, *target, connections))
    print(f"{'target':32} {'conns':>5} {'req/s':>8} {'p95 ms':>8} {'app CPU ms':>11} {'db CPU ms':>10} {'failed':>7}")
    for (name, connections), rows in sorted(shots.items(), key=lambda item: (item[0][1], list(targets).index(item[0][0]))):
        rate, p95, app, database = (statistics.median(getattr(row, column) for row in rows) for column in COLUMNS)
        failed = sum(row.failed for row in rows)
        print(f"{name:32} {connections:5} {rate:8.0f} {p95:8.1f} {app:11.2f} {database:10.2f} {failed:7}")


if __name__ == "__main__":
    main()
