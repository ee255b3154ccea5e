"""How many of a thing may be in a cart."""


def offer(*, wanted: int, available: int, is_unique: bool) -> int:
    """
    Return how many the cart gets of what was asked for: what is left when that is less, and one of a unique piece.

    Zero when nothing is left, or nothing was wanted.
    """
    if is_unique:
        wanted = min(wanted, 1)
    return max(0, min(wanted, available))
