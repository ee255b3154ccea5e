"""
The demo's post office: each mail becomes a file in a folder that web and worker share.

Readable at /demo/. Nothing leaves the machine.
"""

import datetime as dt
import email
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"[0-9a-f]{24}")


class MailboxBackend(BaseEmailBackend):
    """Keeps mails as .eml files named by their Message-ID: delivering one twice keeps one, as a real mailbox would."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:24]
            target = settings.MAILBOX_DIR / f"{name}.eml"
            if not target.exists():
                partial = target.with_suffix(f".{os.getpid()}.part")
                partial.write_bytes(content.as_bytes())
                partial.rename(target)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Mail:
    """A delivered mail. `name` is that of its file; `html` is empty when there is only text."""

    name: str
    sender: str
    to: str
    subject: str
    arrived_at: dt.datetime
    text: str = ""
    html: str = ""


def mails(*, limit: int = 500) -> list[Mail]:
    """Return the newest mails, newest first, without their contents."""
    files = sorted(settings.MAILBOX_DIR.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path, with_content=False) for path in files[:limit]]


def mail_named(name: str) -> Mail | None:
    """Return one mail with its contents; None when there is none of this name."""
    path = settings.MAILBOX_DIR / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.exists():
        return None
    return _read(path, with_content=True)


def _read(path: Path, *, with_content: bool) -> Mail:
    message = cast(ParsedMessage, email.message_from_bytes(path.read_bytes(), policy=policy.default))
    return Mail(
        name=path.stem,
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        arrived_at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC),
        text=_part(message, "plain") if with_content else "",
        html=_part(message, "html") if with_content else "",
    )


def _part(message: ParsedMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
