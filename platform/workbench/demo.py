"""
bin/demo: a bare machine becomes a running Vitrine with three shops.

Shows what it does while it does it. Ctrl-C stops every process it started; the data stays.
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

from workbench.house import start_background, start_sandbox, start_web
from workbench.processes import Processes, python, wait_until_answers
from workbench.services import Services
from workbench.valkey import free_port


def main() -> None:
    """Set everything up, run it, and wait for Ctrl-C."""
    root = Path.cwd()
    data_dir = Path(os.environ.get("DATA_DIR", root / "var")).resolve()
    port = int(os.environ.get("PORT", "8000"))
    base_domain = os.environ.get("BASE_DOMAIN", "localhost")
    mode = "development" if "--dev" in sys.argv else "demo"
    began = time.monotonic()
    signal.signal(signal.SIGTERM, _as_interrupt)
    if "--fresh" in sys.argv:
        _say("Starting over: removing what the last run kept")
        shutil.rmtree(data_dir, ignore_errors=True)
    _say("PostgreSQL and Valkey")
    services = Services(data_dir)
    api_port = free_port()
    environment = {
        **{name: os.environ.get(name) or url for name, url in services.urls.items()},
        "VITRINE_MODE": mode,
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "BASE_DOMAIN": base_domain,
        "STRIPE_API_BASE": f"http://127.0.0.1:{api_port}",
        "STATIC_ROOT": str(data_dir / "static"),
    }
    processes = Processes(data_dir / "logs", environment)
    try:
        services.postgres.ensure_database()
        _say("Tables, and the template of a shop's schema")
        processes.run(*python("manage.py", "migrate_platform"))
        processes.run(*python("manage.py", "compile_translations"))
        if mode == "demo":
            processes.run(*python("manage.py", "collectstatic", "--noinput", "--verbosity", "0"))
        _say("Web server, worker, beat, Stripe sandbox")
        start_sandbox(processes, api_port=api_port)
        start_background(processes)
        _say("Demo shops")
        processes.run(*python("manage.py", "seed_demo"))
        start_web(processes, port=port, reload=mode == "development")
        if not wait_until_answers(f"http://127.0.0.1:{port}/healthz", base_domain):
            raise SystemExit(f"Vitrine did not become ready; its logs are in {data_dir / 'logs'}.")
        _say_where(base_domain, port, time.monotonic() - began)
        ended = processes.watch()
        print(f"\n{ended} ended by itself; its log is {data_dir / 'logs' / ended}.log", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopping")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        processes.stop()
        services.stop()


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
