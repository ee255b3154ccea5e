"""
A whole Vitrine for the tests that need real processes: web with two workers, Celery worker, beat,
Stripe sandbox; its own database and its own Valkey, reached over HTTP like anybody would.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from workbench.house import start_background, start_sandbox, start_web
from workbench.postgres import Postgres
from workbench.processes import Processes, python, wait_until_answers
from workbench.valkey import Valkey, free_port

BASE_DOMAIN = "vitrine.test"


class House:
    """The running platform; `client(shop)` speaks to one of its hosts."""

    def __init__(self, folder: Path, postgres: Postgres, database: str, *, workers: int = 2, threads: int = 4) -> None:
        self.folder = folder
        self.postgres = postgres
        self.database = database
        self.port = free_port()
        self.valkey = Valkey(folder / "valkey")
        api_port = free_port()
        self.environment = {
            "VITRINE_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": postgres.url(database),
            "REDIS_URL": self.valkey.url,
            "DATA_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "PORT": str(self.port),
            "BASE_DOMAIN": BASE_DOMAIN,
            "STRIPE_API_BASE": f"http://127.0.0.1:{api_port}",
            "STRIPE_SANDBOX": "1",
        }
        self.processes = Processes(folder / "logs", self.environment)
        self._workers, self._threads, self._api_port = workers, threads, api_port

    def manage(self, *arguments: str) -> None:
        """Run a management command inside this house."""
        self.processes.run(*python("manage.py", *arguments))

    def start(self) -> None:
        """Start every part, and wait until all of them answer."""
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        start_sandbox(self.processes, api_port=self._api_port)
        start_background(self.processes)
        start_web(self.processes, port=self.port, workers=self._workers, threads=self._threads)
        assert wait_until_answers(f"http://127.0.0.1:{self.port}/healthz", BASE_DOMAIN), self.logs()

    def stop(self) -> None:
        self.processes.stop(grace_seconds=5)
        self.valkey.stop()

    def url(self, shop: str | None = None, path: str = "/") -> str:
        """Return the address of a page as a browser sees it (Chromium is told where *.vitrine.test is)."""
        host = f"{shop}.{BASE_DOMAIN}" if shop else BASE_DOMAIN
        return f"http://{host}:{self.port}{path}"

    def client(self, shop: str | None = None, **options: Any) -> httpx.Client:
        """Return an HTTP client of one host, with its own cookies."""
        host = f"{shop}.{BASE_DOMAIN}" if shop else BASE_DOMAIN
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", headers={"Host": f"{host}:{self.port}"}, timeout=60, trust_env=False, **options
        )

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database directly, as an outside witness."""
        with self.postgres.connect(self.database) as connection:
            cursor = connection.execute(statement, parameters or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def schema_of(self, shop: str) -> str:
        (row,) = self.sql("SELECT schema_name FROM tenants_tenant t JOIN tenants_domain d ON d.tenant_id = t.id WHERE d.domain = %s", shop)
        return str(row[0])

    def kill_one_of(self, part: str) -> int:
        """Kill -9 one child process of a part at random (a worker under its master); returns how many it killed."""
        children = psutil.Process(self.processes.running[part].pid).children()
        if not children:
            return 0
        random.choice(children).send_signal(signal.SIGKILL)
        return 1

    def kill(self, part: str) -> None:
        """Kill -9 a whole part, its children too."""
        process = self.processes.running.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def is_well(self) -> bool:
        """Say whether the house answers that all its parts are alive; parts that ended are started again."""
        self.processes.revive()
        try:
            return self.client().get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def mails(self) -> list[str]:
        """Return the text of each mail that left the house."""
        return [path.read_text() for path in sorted((self.folder / "mailbox").glob("*.eml"))]

    def logs(self) -> str:
        """Return the tail of every log, for a failure's message."""
        return "\n".join(f"== {path.name}\n{path.read_text()[-3000:]}" for path in sorted((self.folder / "logs").glob("*.log")))


def wait_for(condition: Any, *, seconds: float = 30, what: str = "") -> Any:
    """Return the first truthy answer of `condition`; fails with `what` when it never comes."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.1)


@contextmanager
def running_house(folder: Path, postgres: Postgres, database: str, **options: Any) -> Iterator[House]:
    """Make a database, fill it with `seed_demo`, start a house on it; everything is gone afterwards."""
    postgres.drop_database(database)
    postgres.ensure_database(database)
    house = House(folder, postgres, database, **options)
    try:
        house.manage("migrate_platform")
        house.manage("seed_demo")
        house.start()
        yield house
    finally:
        house.stop()
        postgres.drop_database(database)
