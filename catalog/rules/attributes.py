"""What kind of choice an option is, in the words that search engines share. Pure functions over names."""

from catalog.rules.search import fold

# As shopkeepers call them in the four languages, folded.
_NAMES = {
    "size": "size sizes taille tailles pointure maat maten schoenmaat grosse grossen groesse format formaat",
    "color": "color colour colors couleur couleurs coloris kleur kleuren farbe farben",
    "material": "material matiere matieres materiau materiaal stof stoff tissu",
    "pattern": "pattern motif motifs motief patroon muster imprime",
}
_KIND_OF = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def kind_of_option(name: str) -> str:
    """Return "size", "color", "material" or "pattern", the four that schema.org and Google know; "" for any other choice."""
    return next((kind for word in fold(name).split() if (kind := _KIND_OF.get(word))), "")


def known_attributes(options: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return (option, value) pairs as a mapping from known kind to value; other choices are left out."""
    return {kind: value for name, value in options if (kind := kind_of_option(name)) and value}
