"""Names of objects, as long and as unguessable as Stripe's."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits
LENGTHS = {"acct_": 16, "cs_test_": 58, "prod_": 14}


def new_id(prefix: str) -> str:
    """Return a fresh id such as `pi_3Kd...`; `prefix` includes its underscore."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(LENGTHS.get(prefix, 24)))
