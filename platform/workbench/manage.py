"""bin/manage: a command of manage.py against the running demo, or one line that says that there is none."""

import json
import os
import sys
from pathlib import Path

import psycopg

SECONDS_TO_ANSWER = 2


def main() -> None:
    """
    Hand over to manage.py, in the demo's mode unless another is named.

    :raises SystemExit: with what to do, if the demo's database does not answer
    """
    os.environ.setdefault("VITRINE_MODE", "demo")
    data_dir = Path(os.environ.get("DATA_DIR", "var")).resolve()
    if not _answers(os.environ.get("DATABASE_URL") or _noted_url(data_dir)):
        raise SystemExit(
            f"No demo is running in {data_dir}. Start it in another terminal with bin/demo, "
            "or say where one keeps its data: DATA_DIR=... bin/manage ..."
        )
    os.execv(sys.executable, [sys.executable, "manage.py", *sys.argv[1:]])


def _noted_url(data_dir: Path) -> str:
    """Return where the demo's database said it is; "" when nothing was noted. A demo that was killed leaves its note."""
    try:
        return str(json.loads((data_dir / "services.json").read_text())["DATABASE_URL"])
    except (OSError, ValueError, KeyError):
        return ""


def _answers(url: str) -> bool:
    if not url:
        return False
    try:
        psycopg.connect(url, connect_timeout=SECONDS_TO_ANSWER).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    main()
