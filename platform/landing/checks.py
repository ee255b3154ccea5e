"""What whoever runs this platform is told when something that the law asks of it is missing: `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register

from shops.guarantee import UnusableNotice, read_notice

NO_NOTICE, NO_OPERATOR = "vitrine.I001", "vitrine.I002"
HOW = "See docs/legal-files.md."


@register(Tags.compatibility, deploy=True)
def legal_duties(**_options: Any) -> list[CheckMessage]:
    """Tell what is missing; nothing stops, as shops must go on selling."""
    return [*_notices(), *_operator()]


def missing_notices() -> list[tuple[str, str]]:
    """Return (language, what is the matter) for each language whose official notice can't be shown."""
    found = [(code, _problem(code)) for code, _name in settings.LANGUAGES]
    return [(code, problem) for code, problem in found if problem]


def _problem(language: str) -> str:
    try:
        return "" if read_notice(language) else "its file is not there."
    except UnusableNotice as error:
        return str(error)


def _notices() -> list[CheckMessage]:
    words = "The Union's notice on the legal guarantee can't be shown in"
    return [Info(f"{words} {code!r}: {problem}", hint=HOW, id=NO_NOTICE) for code, problem in missing_notices()]


def _operator() -> list[CheckMessage]:
    missing = [f"OPERATOR_{name}" for name in ("ADDRESS", "PHONE", "NUMBER") if not settings.OPERATOR[_KEYS[name]]]
    if not missing:
        return []
    return [Info(f"The pages do not say who runs this platform: {', '.join(missing)}.", hint=HOW, id=NO_OPERATOR)]


_KEYS = {"ADDRESS": "address", "PHONE": "phone", "NUMBER": "enterprise_number"}
