"""allauth's forms of second keys, where they need a word of ours."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthForm

WHAT_NONSENSE_RAISES = (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)  # in fido2, by what is wrong with it


class AddPasskeyForm(AllauthForm):
    """Take a new passkey; an answer that no browser would give is refused as a wrong one, where allauth lets it crash."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except WHAT_NONSENSE_RAISES as error:
            raise get_adapter().validation_error("incorrect_code") from error
