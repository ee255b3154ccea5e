"""Looking at a page as a critic would: with axe, at two widths, by day and by night, and for sideways scrolling."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.browsers import DESK, PHONE

# The first look asks everything; what light and width can change is asked again for each of them.
EVERYTHING = {"resultTypes": ["violations"]}
CHANGING = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]}}
LOOKS = [(PHONE, "light", EVERYTHING), (PHONE, "dark", CHANGING), (DESK, "dark", CHANGING), (DESK, "light", CHANGING)]


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands; leaves it on a desk, by day."""
    found = []
    for viewport, scheme, questions in LOOKS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        where = f"{page.url} at {viewport['width']}, {scheme}"
        found += [f"{where}: {fault}" for fault in [*sideways(page), *_axe_faults(page, questions)]]
    return found


def sideways(page: Page) -> list[str]:
    """Return a complaint when the page is wider than its window."""
    scrolled, width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [] if scrolled <= width else [f"{page.url} scrolls sideways: {scrolled} instead of {width}"]


def _axe_faults(page: Page, questions: dict[str, Any]) -> list[str]:
    violations = Axe().run(page, options=questions).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}) {node['target']}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
