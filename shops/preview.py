"""Who may look at a shop that has not opened: its own people, and who has their link."""

import datetime as dt
from enum import StrEnum

from kit.signing import BadSignature, sign, unsign

PURPOSE = "preview"
PREVIEW_LASTS = dt.timedelta(days=14)


class Preview(StrEnum):
    """Who looks: one of the shop's people, or a guest with their link."""

    OWN = "own"
    GUEST = "guest"


def preview_token() -> str:
    """Return what a preview link of the bound shop carries; good for PREVIEW_LASTS, and no longer needed once it is open."""
    return sign("look", purpose=PURPOSE)


def is_preview_token(token: str) -> bool:
    """Say whether the bound shop gave this token away, not too long ago."""
    try:
        unsign(token, purpose=PURPOSE, max_age_seconds=int(PREVIEW_LASTS.total_seconds()))
    except BadSignature:
        return False
    return True
