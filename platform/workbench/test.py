"""
bin/test: the embedded services for the time of a test run, then pytest.

They live in a folder of their own under `var/test`, and forget everything between runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.browser import find_chromium
from workbench.services import Services

NO_BROWSER = f"""{"!" * 78}
!  NO CHROMIUM FOUND: the browser tests will be SKIPPED.
!  Install it (Debian: apt-get install chromium) or name it in CHROMIUM.
{"!" * 78}"""


def main() -> int:
    """Run pytest with this process' arguments; returns its exit code."""
    data_dir = Path(os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="vitrine-test-"))
    services = Services(data_dir, durable=False)
    environment = {
        **os.environ,
        **services.urls,
        "VITRINE_MODE": "test",
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    _say_which_browser()
    arguments = sys.argv[1:] or ["-n", str(min(os.cpu_count() or 2, 4)), "--dist", "loadgroup"]
    try:
        subprocess.run([sys.executable, "manage.py", "compile_translations"], env=environment, check=True)
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode
    finally:
        services.stop()
        shutil.rmtree(data_dir, ignore_errors=True)


def _say_which_browser() -> None:
    chromium = find_chromium()
    if chromium:
        print(f"  Browser tests use {chromium}", flush=True)
    else:
        print(NO_BROWSER, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
