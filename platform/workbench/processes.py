"""Children that start together, are watched, and stop together."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

TOO_OFTEN = 5  # restarts of one part within A_WHILE are no accident
A_WHILE = 60.0  # seconds


class KeepsDying(Exception):
    """A part of the house ends again and again; its name is the argument."""


class Processes:
    """The running parts of the house; each writes its own log file, and one that dies is started again."""

    def __init__(self, log_dir: Path, environment: Mapping[str, str]) -> None:
        log_dir.mkdir(parents=True, exist_ok=True)
        self._log_dir = log_dir
        self.data_dir = log_dir.parent
        self._environment = {**os.environ, **environment, "PYTHONUNBUFFERED": "1"}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {}
        self._revived_at: dict[str, list[float]] = {}

    def start(self, name: str, *command: str, **extra_environment: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, so that stopping it stops its children too."""
        with (self._log_dir / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env={**self._environment, **extra_environment}, start_new_session=True
            )
        self.running[name] = process
        self._started[name] = (command, extra_environment)
        return process

    def revive(self) -> list[str]:
        """
        Start again what ended by itself, and return the names.

        :raises KeepsDying: if a part ended TOO_OFTEN within A_WHILE
        """
        dead = [name for name, process in self.running.items() if process.poll() is not None]
        for name in dead:
            recent = [moment for moment in self._revived_at.get(name, []) if time.monotonic() - moment < A_WHILE]
            if len(recent) >= TOO_OFTEN:
                raise KeepsDying(name)
            self._revived_at[name] = [*recent, time.monotonic()]
            _signal_group(self.running[name], signal.SIGKILL)  # children that outlived it hold its port
            command, extra_environment = self._started[name]
            self.start(name, *command, **extra_environment)
        return dead

    def run(self, *command: str) -> None:
        """
        Run a command to its end, with its output on the screen.

        :raises SystemExit: with its code, if it fails
        """
        code = subprocess.run(command, env=self._environment, check=False).returncode
        if code:
            raise SystemExit(code)

    def ended(self) -> str:
        """Return the name of a part that ended by itself, or ""."""
        return next((name for name, process in self.running.items() if process.poll() is not None), "")

    def watch(self, *, tell: Callable[[str], object], and_also: Callable[[], list[str]] = list) -> None:
        """
        Keep every part running, for ever; `tell` hears the name of each that had to be started again.

        `and_also` brings back what is not ours, such as the database, and returns its names; asked every other second.

        :raises KeepsDying: if that does not help
        """
        for turn in itertools.count():
            for name in [*self.revive(), *(and_also() if turn % 7 == 0 else [])]:
                tell(name)
            time.sleep(0.3)

    def last_words(self, name: str, *, lines: int = 12) -> str:
        """Return the end of a part's log."""
        log = (self._log_dir / f"{name}.log").read_text(errors="replace")
        return "\n".join(log.splitlines()[-lines:])

    def stop(self, *, grace_seconds: float = 8) -> None:
        """Ask every part to stop, then make it."""
        for process in self.running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + grace_seconds
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _signal_group(process, signal.SIGKILL)
            process.wait()


def wait_until_answers(url: str, host: str, *, seconds: float = 60, unless: Callable[[], object] = str) -> bool:
    """Ask a URL until it answers 200; False when it does not in time, or when `unless` says that there is no use."""
    deadline = time.monotonic() + seconds
    request = urllib.request.Request(url, headers={"Host": host})
    while time.monotonic() < deadline and not unless():
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
            if answer.status == 200:
                return True
        time.sleep(0.2)
    return False


def python(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module or a file with this very interpreter."""
    return (sys.executable, *arguments)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
