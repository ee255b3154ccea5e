"""
The legal forms of Belgian shops, and how people write them.

The codes are those of shops.models.LegalForm; how a form is said to a reader stands there.
"""

import re

SPELLINGS = {
    "natural_person": ("personne physique", "natuurlijk persoon", "natuurlijke persoon", "natural person", "natürliche person"),
    "srl": ("srl", "bv", "gmbh", "sprl", "bvba", "srl/bv", "bv/srl"),
    "sa": ("sa", "nv", "ag", "sa/nv", "nv/sa"),
    "sc": ("sc", "cv", "gen", "sc/cv", "cv/sc"),
    "snc": ("snc", "vof", "og", "snc/vof", "vof/snc"),
    "scomm": ("scomm", "commv", "kommg", "scomm/commv", "commv/scomm"),
    "asbl": ("asbl", "vzw", "vog", "asbl/vzw", "vzw/asbl"),
}

NOT_IN_THE_REGISTER = "natural_person"


def code_of(words: str) -> str:
    """Return the code of a legal form that someone wrote, such as "SRL" or "b.v."; other words as they are."""
    plain = " ".join(words.lower().replace(".", "").split())
    return next((code for code, spellings in SPELLINGS.items() if plain in spellings), words)


def is_said_in(legal_name: str, legal_form: str) -> bool:
    """Say whether a name such as "Le Four d'Anna SRL" says the form (a code, or other words) already, in any language."""
    words = " ".join(re.findall(r"[\w/]+", legal_name.lower().replace(".", "")))
    return any(f" {spelling.lower()} " in f" {words} " for spelling in SPELLINGS.get(legal_form, (legal_form,)))


def is_legal_person(legal_form: str) -> bool:
    """
    Say whether a form (a code) is a company or an association, which names its register and court (CSA 2:20, CEL XII.6).

    Of a form in somebody's own words nothing is known, so nothing is asked.
    """
    return legal_form in SPELLINGS and legal_form != NOT_IN_THE_REGISTER
