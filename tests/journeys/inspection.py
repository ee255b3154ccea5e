"""
Looking at a page as a critic would: with axe, at two widths, by day and by night; from a small phone to a large screen,
magnified, and with nothing that moves.
"""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.browsers import DESK, PHONE

Questions = dict[str, Any]
Look = tuple[dict[str, int], str, Questions]

# `preload` fetches every sheet again for a rule that our sheets cannot break (locking the orientation).
EVERYTHING: Questions = {"resultTypes": ["violations"], "preload": False}
# What day and night can change, and nothing else can.
COLORS: Questions = {**EVERYTHING, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LOOKS: list[Look] = [(PHONE, "light", EVERYTHING), (PHONE, "dark", COLORS), (DESK, "dark", COLORS), (DESK, "light", EVERYTHING)]
# The same page in another language: each width and each light once more, as no fault needs a language, a width and a light at once.
LOOKS_AT_WORDS: list[Look] = [(PHONE, "light", EVERYTHING), (DESK, "dark", EVERYTHING)]

# WCAG 2.2: 1.4.10 at 400 % is 320 px; half a desk is 200 %; 1.4.4 is the text alone at 200 %.
WINDOWS = [({"width": width, "height": height}, "100%") for width, height in ((320, 640), (640, 450), (1920, 1080))]
SHAPES = [*WINDOWS, (DESK, "200%")]


def faults(page: Page, looks: Sequence[Look] = LOOKS) -> list[str]:
    """Return what is wrong with the page as it stands; leaves it on a desk, by day."""
    found = [*moving(page), *squeezed(page)]
    for viewport, scheme, questions in looks:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        where = f"{page.url} at {viewport['width']}, {scheme}"
        found += [f"{where}: {fault}" for fault in [*sideways(page), *axe_faults(page, questions)]]
    return found


def sideways(page: Page) -> list[str]:
    """Return a complaint when the page is wider than its window."""
    scrolled, width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [] if scrolled <= width else [f"{page.url} scrolls sideways: {scrolled} instead of {width}"]


def squeezed(page: Page, shapes: Sequence[tuple[dict[str, int], str]] = SHAPES) -> list[str]:
    """Return a complaint for each size of window and of text at which the page is wider than its window."""
    found = []
    for viewport, text in shapes:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        found += [f"text at {text}: {fault}" for fault in sideways(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def moving(page: Page) -> list[str]:
    """Return what moves on the page of a visitor who asked for no motion, as all visitors of the tests do."""
    moves = page.evaluate("document.getAnimations().map(each => each.animationName || each.transitionProperty || 'something')")
    return [f"{page.url} moves: {what}" for what in moves]


def axe_faults(page: Page, questions: Questions = EVERYTHING) -> list[str]:
    """Ask axe about the page as it stands; it is brought in once a page."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("questions => axe.run(questions).then(results => results.violations)", questions)
    return [
        f"{violation['id']} ({violation['impact']}) {node['target']}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def serious_faults(page: Page) -> list[str]:
    """Return what would keep somebody from using a page that is not ours."""
    return [f"{page.url}: {fault}" for fault in axe_faults(page) if "(serious)" in fault or "(critical)" in fault]
