"""bin/manage without a demo: one line, and no traceback."""

import os
import subprocess
import sys

from django.conf import settings


def test_manage_says_what_to_do_when_no_demo_runs(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "VITRINE_MODE")}
    command = [sys.executable, "-m", "workbench.manage", "check"]

    ended = subprocess.run(
        command, cwd=settings.ROOT, env={**environment, "DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [line for line in ended.stderr.splitlines() if line.startswith("No demo is running")]
