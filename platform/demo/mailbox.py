"""The demo's post office: each mail becomes a file in a folder, readable at /demo/."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Keeps mails as .eml files named by their Message-ID: delivering one twice keeps one, as a real mailbox would."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:24]
            target = settings.MAILBOX_DIR / f"{name}.eml"
            if not target.exists():
                partial = target.with_suffix(".part")
                partial.write_bytes(content.as_bytes(linesep="\n"))
                partial.rename(target)
        return len(email_messages)
