"""What may go wrong with webhooks on their way."""

from dataclasses import dataclass, fields
from typing import Any

SIGNATURES = ("good", "wrong", "stale", "two", "missing")


@dataclass(frozen=True)
class Trouble:
    """
    How events reach one destination.

    `held` keeps all back until it is off again. `delay` is in seconds of the sandbox's clock. `copies` are posted
    one after the other, or at the same moment when `parallel`. `shuffle` posts what is due in any order. `drop`
    loses the next so many events. `signature` is one of SIGNATURES: `two` carries an old secret's beside the
    right one, as during a roll. `before_answer` posts events before the API's own answer is sent.
    """

    held: bool = False
    delay: int = 0
    copies: int = 1
    parallel: bool = False
    shuffle: bool = False
    drop: int = 0
    signature: str = "good"
    before_answer: bool = False

    def __post_init__(self) -> None:
        if self.signature not in SIGNATURES:
            raise ValueError(f"signature is one of {', '.join(SIGNATURES)}")
        if not (1 <= self.copies <= 20 and 0 <= self.delay <= 30 * 86_400 and 0 <= self.drop <= 10_000):
            raise ValueError("copies from 1 to 20, delay up to 30 days, drop up to 10,000")


def trouble_from(data: dict[str, Any]) -> Trouble:
    """Return the trouble of stored fields; unknown ones are an error."""
    known = {field.name for field in fields(Trouble)}
    if set(data) - known:
        raise ValueError(f"unknown switches: {', '.join(sorted(set(data) - known))}")
    return Trouble(**data)
