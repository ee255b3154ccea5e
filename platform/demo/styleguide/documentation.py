"""What a component says of itself: the comment at its head is its documentation, so the two cannot drift apart."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.ROOT) / "templates" / "components"
_COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)
_PART = re.compile(r"\b(Accepts|Reads|Usage|Also reads):\s+")


@dataclass(frozen=True, slots=True)
class Documentation:
    """A component's file below templates/, what it is, and what it says it takes, part by part."""

    template: str
    what: str
    parts: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.template.removeprefix("components/").removesuffix(".html")


def documented_components() -> list[Documentation]:
    """Return every component in the order of its name, found by looking into the folder."""
    return [_read(path) for path in sorted(FOLDER.rglob("*.html"))]


def _read(path: Path) -> Documentation:
    comment = _COMMENT.search(path.read_text())
    what, *parts = _PART.split(" ".join(comment[1].split()) if comment else "")
    return Documentation(
        template=f"components/{path.relative_to(FOLDER).as_posix()}",
        what=what.strip(),
        parts=tuple(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True)),
    )
