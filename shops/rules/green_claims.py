"""
Words that praise a thing as good for the planet without saying in what.

Directive 2024/825 (in force since 27 September 2026) forbids a general environmental claim that is not proven by
recognised excellent performance or made precise beside it, and any claim of climate neutrality that rests on
compensation. A word is found whole only: "économique", "école" and "duur" praise nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

_END = r"(?!\w)"
_CO2 = r"co[2₂][ -]?"
# Where "éco-" begins a word that claims nothing: the Belgian vouchers, fees and the labels themselves.
_ECO = r"(?<!umberto )(?<!u\. )[ée]co(?:-(?!ch[eè]que|contribution|participation|tax|bijdrage|label|score)\w+)?(?!-)"

_GENERAL = {
    "fr": (
        _ECO,
        r"[ée]cologi(?:que|ques|quement)",
        r"[ée]coresponsables?",
        r"durable(?:s|ment)?",
        r"respectueu(?:x|se|ses) (?:de l'environnement|de la (?:nature|planète)|du climat)",
        r"bon(?:ne|s|nes)? pour (?:la (?:planète|nature)|l'environnement)",
        r"biodégradables?",
    ),
    "nl": (
        _ECO,
        r"ecologische?",
        r"duurza(?:am|amheid|amst|amste|me|mer|mere)",
        r"milieu(?:vriendelijke?r?|bewuste?|verantwoorde?)",
        r"klimaatvriendelijke?",
        r"goed voor (?:het milieu|de (?:planeet|natuur))",
        r"biologisch afbreekba(?:ar|re)",
    ),
    "de": (
        r"(?:öko|eco)(?:-(?!steuer|bonus|label)\w+)?(?!-)",
        r"ökologisch(?:e[nmrs]?)?",
        r"nachhaltig(?:e[nmrs]?|keit)?",
        r"(?:umwelt|klima)(?:freundlich|schonend|gerecht)(?:e[nmrs]?)?",
        r"gut für (?:die (?:umwelt|natur)|den planeten)",
        r"biologisch abbaubar(?:e[nmrs]?)?",
    ),
    "en": (
        _ECO,
        r"ecological(?:ly)?",
        r"sustainab(?:le|ly|ility)",
        r"environment(?:ally)?[ -]friendly",
        r"(?:earth|planet|climate)[ -]friendly",
        r"good for the (?:planet|environment)",
        r"biodegradable",
    ),
}
_CLIMATE = {
    "fr": (
        r"neutres? en (?:carbone|co[2₂])",
        r"climatiquement neutres?",
        r"zéro (?:carbone|émissions?)",
    ),
    "nl": (r"(?:klimaat|koolstof)neutra(?:al|le)", _CO2 + r"neutra(?:al|le)"),
    "de": (r"klimaneutral(?:e[nmrs]?)?", _CO2 + r"neutral(?:e[nmrs]?)?"),
    "en": (r"(?:climate|carbon)[ -]neutral", _CO2 + r"neutral", r"net[ -]zero"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was written; `is_climate` for those of climate neutrality."""

    words: str
    is_climate: bool


def _compiled(table: dict[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    """Return one expression for each language, with the English words that are read in every shop window."""
    return {code: re.compile(rf"(?<![\w-])(?:{'|'.join((*own, *table['en']))}){_END}", re.IGNORECASE) for code, own in table.items()}


_PATTERNS = ((_compiled(_GENERAL), False), (_compiled(_CLIMATE), True))


def green_claims(text: str, language: str) -> list[Claim]:
    """Return the claims in a text of that language as they stand in it, each once; none for a language that is not ours."""
    plain = " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())
    found: dict[str, Claim] = {}
    for patterns, is_climate in _PATTERNS:
        pattern = patterns.get(language)
        for match in pattern.finditer(plain) if pattern else ():
            found.setdefault(match[0].casefold(), Claim(match[0], is_climate))
    return list(found.values())
