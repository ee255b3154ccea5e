"""
bin/demo: a bare machine becomes a running Vitrine with three shops.

Shows what it does while it does it. Ctrl-C stops every process it started; the data stays.
"""

import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.house import start_background, start_sandbox, start_web
from workbench.processes import KeepsDying, Processes, python, wait_until_answers
from workbench.services import Services
from workbench.valkey import free_port

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEPT_WHEN_FRESH = ("demo.lock", "demo-photos")  # the latter are made of files of the project, by their content


def main() -> None:
    """Set everything up, run it, and wait for Ctrl-C."""
    data_dir = Path(os.environ.get("DATA_DIR", Path.cwd() / "var")).resolve()
    port = int(os.environ.get("PORT", "8000"))
    began = time.monotonic()
    for number in STOPPING:  # SIGINT too: a shell that starts us in the background has it ignored
        signal.signal(number, _as_interrupt)
    _stop_if_taken(port)
    with _alone_in(data_dir):
        if "--fresh" in sys.argv:
            _say("Starting over: removing what the last run kept")
            _empty(data_dir)
        _run(data_dir, port, mode="development" if "--dev" in sys.argv else "demo", began=began)


def _run(data_dir: Path, port: int, *, mode: str, began: float) -> None:
    base_domain = os.environ.get("BASE_DOMAIN", "localhost")
    services = processes = None
    try:
        _say("PostgreSQL and Valkey")
        services = Services(data_dir)
        api_port = free_port()
        environment = _environment(services, data_dir, port, base_domain, api_port, mode)
        processes = Processes(data_dir / "logs", environment)
        services.postgres.ensure_database()
        _say("Tables, translations, style sheets")
        processes.run(*python("manage.py", "prepare_demo"))
        _say("Web server, worker, beat, Stripe sandbox")
        start_sandbox(processes, api_port=api_port)
        start_background(processes)
        start_web(processes, port=port, reload=mode == "development")
        _say("Demo shops")
        processes.run(*python("manage.py", "seed_demo"))
        if wait_until_answers(f"http://127.0.0.1:{port}/healthz", base_domain, unless=processes.ended):
            _say_where(base_domain, port, time.monotonic() - began)
            processes.watch(tell=lambda name: _say(f"{name} ended by itself; starting it again"), and_also=services.revive)
        _stop_with_reason(processes, data_dir / "logs")
    except KeepsDying as error:
        raise SystemExit(_last_words(processes, str(error), data_dir / "logs")) from None
    except KeyboardInterrupt:
        print("\n  Stopping ...", flush=True)
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        if processes is not None:
            processes.stop()
        if services is not None:
            services.stop()


def _stop_with_reason(processes: Processes, logs: Path) -> None:
    """
    Say why it goes no further.

    :raises SystemExit: always
    """
    ended = processes.ended()
    if ended:
        raise SystemExit(_last_words(processes, ended, logs))
    raise SystemExit(f"\n  Vitrine did not become ready in time. Its logs are in {logs}.")


def _last_words(processes: Processes | None, name: str, logs: Path) -> str:
    said = processes.last_words(name) if processes is not None else ""
    return f"\n  {name} ended by itself. The last it said ({logs / name}.log):\n\n{said}"


def _environment(services: Services, data_dir: Path, port: int, base_domain: str, api_port: int, mode: str) -> dict[str, str]:
    return {
        **{name: os.environ.get(name) or url for name, url in services.urls.items()},
        "VITRINE_MODE": mode,
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "BASE_DOMAIN": base_domain,
        "STRIPE_API_BASE": f"http://127.0.0.1:{api_port}",
        "STATIC_ROOT": str(data_dir / "static"),
    }


@contextmanager
def _alone_in(data_dir: Path) -> Iterator[None]:
    """
    Keep others out of the data for the block.

    :raises SystemExit: if another bin/demo runs on it
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"Another bin/demo runs on {data_dir}. Stop it, or give this one a DATA_DIR of its own.") from None
        yield


def _stop_if_taken(port: int) -> None:
    """
    Do nothing when the port is free.

    :raises SystemExit: with what to do, if somebody listens on it
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(f"Port {port} is taken. Stop what listens there, or choose another one: PORT={port + 1} bin/demo") from None


def _empty(data_dir: Path) -> None:
    for entry in data_dir.iterdir():
        if entry.name in KEPT_WHEN_FRESH:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink()


def _say(what: str) -> None:
    print(f"  {what} ...", flush=True)


def _say_where(base_domain: str, port: int, seconds: float) -> None:
    print(
        f"""
  Vitrine is ready ({seconds:.0f} s).

    Shops, logins, mailbox, test cards:  http://{base_domain}:{port}/demo/
    The platform itself:                 http://{base_domain}:{port}/

  Ctrl-C stops everything; the data stays. bin/demo --fresh starts over.
""",
        flush=True,
    )


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
