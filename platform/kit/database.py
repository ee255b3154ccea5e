"""What the database says when it refuses."""

from django.db import IntegrityError


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that refused, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
