"""axe finds nothing on pages in the states that no address shows; an opening is looked at by test_opening.py."""

import pytest

from tests.journeys import states
from tests.journeys.inspection import faults

# Each in one language; between them they meet all four.
STATES = list(zip(states.FOR_THE_EXAMINER, ("nl", "de", "fr", "en", "de", "nl"), strict=True))


@pytest.mark.parametrize(("state", "language"), STATES, ids=[state.__name__ for state, _language in STATES])
def test_nothing_is_wrong_with_pages_in_rare_states(visit, house, state, language):
    found = []

    state(visit, house, lambda page, _name: found.extend(faults(page)), language)

    assert found == []
