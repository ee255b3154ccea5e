"""What somebody meant by an address that leads nowhere. Pure functions over paths."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

MOST_WORDS = 4
LONGEST_WORD = 30
SHORTEST_WORD = 3
ALIKE = 0.72  # of SequenceMatcher, 0 to 1
# What scanners ask every host for, in the hope of a hole. No page of ours ends or begins like these.
_MACHINES = re.compile(
    r"\.(?:php\d?|phtml|aspx?|ashx|jspx?|cgi|pl|py|do|action|env|git|svn|sql|bak|old|orig|swp|zip|t?gz|rar|7z|log|ini|conf|ya?ml|toml|json"
    r"|xml|txt|sh|exe|dll|db|sqlite3?|pem|key|ico|png|jpe?g|gif|webp|avif|svg|css|js|map|woff2?)(?:/|$)"
    r"|/(?:wp-(?:admin|content|includes|login|json)|wordpress|xmlrpc|phpmyadmin|pma/|cgi-bin|vendor/|\.|_|actuator|telescope|debug/|console/)",
    re.IGNORECASE,
)
# What shops put into addresses in four languages, ours and those somebody had before.
_OUR_WORDS = frozenset(
    [
        *("products", "product", "produits", "produit", "producten", "produkte", "produkt", "item", "items", "shop", "boutique", "winkel"),
        *("categories", "category", "categorie", "kategorie", "kategorien", "collections", "collection", "search", "page", "index"),
        *("cart", "checkout", "order", "share", "html", "htm"),
    ]
)
_FALLS_OFF = " .,;:!?)]}>\"'’”»…"  # what a mail program takes along when a sentence ends with a link


def is_a_machines_guess(path: str) -> bool:
    """Say whether nobody would type this: such an answer may cost nothing."""
    return len(path) > 300 or bool(_MACHINES.search(path))


def tidy(path: str) -> str:
    """Return a path as our addresses are written: lower case, single slashes, one at the end, and no full stop after it."""
    plain = re.sub(r"/{2,}", "/", path.rstrip(_FALLS_OFF).lower())
    return plain if plain.endswith("/") else f"{plain}/"


def words_in(path: str) -> list[str]:
    """Return the words somebody may have looked for, in the order of the path: "/products/pain-epeautre-2/" -> pain, epeautre."""
    found = (word for word in re.split(r"[^\w]+|_", path.lower()) if SHORTEST_WORD <= len(word) <= LONGEST_WORD)
    meant = [word for word in found if word not in _OUR_WORDS and not any(letter.isdigit() for letter in word)]
    return list(dict.fromkeys(meant))[-MOST_WORDS:]


def closest(words: Sequence[str], names: Iterable[str]) -> list[int]:
    """Return the places of those `names` that are like one of `words`, the most alike first."""
    if not words:
        return []
    likeness = {
        place: max((_alike(word, part) for word in words for part in _plain(name).split()), default=0) for place, name in enumerate(names)
    }
    return sorted((place for place, value in likeness.items() if value >= ALIKE), key=lambda place: -likeness[place])


def _alike(word: str, part: str) -> float:
    return SequenceMatcher(None, _plain(word), part).ratio()


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
