"""The embedded services together, and the note that tells other commands where they are."""

import json
from pathlib import Path

from workbench.postgres import Postgres
from workbench.valkey import Valkey


class Services:
    """PostgreSQL and Valkey for one data folder; `urls` are written to its services.json while they run."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._note = data_dir / "services.json"
        data_dir.mkdir(parents=True, exist_ok=True)
        self.postgres = Postgres(data_dir / "postgres", durable=durable)
        self.valkey = Valkey(data_dir / "valkey")
        self.urls = {"DATABASE_URL": self.postgres.url(), "REDIS_URL": self.valkey.url}
        self._note.write_text(json.dumps(self.urls))

    def revive(self) -> list[str]:
        """Start again what died, and return the names; the data is what was on the disk."""
        revived = {"PostgreSQL": self.postgres.revive(), "Valkey": self.valkey.revive()}
        return [name for name, was_dead in revived.items() if was_dead]

    def stop(self) -> None:
        """Stop both; the data stays."""
        self._note.unlink(missing_ok=True)
        self.valkey.stop()
        self.postgres.stop()
