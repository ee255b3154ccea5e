"""The communes of the Brussels-Capital Region by postcode, in French and Dutch (opendata of bpost and the Region)."""

import re

from django.utils.translation import get_language

COMMUNES: dict[str, tuple[str, str]] = {
    "1000": ("Bruxelles", "Brussel"),
    "1020": ("Bruxelles", "Brussel"),
    "1030": ("Schaerbeek", "Schaarbeek"),
    "1040": ("Etterbeek", "Etterbeek"),
    "1050": ("Ixelles", "Elsene"),
    "1060": ("Saint-Gilles", "Sint-Gillis"),
    "1070": ("Anderlecht", "Anderlecht"),
    "1080": ("Molenbeek-Saint-Jean", "Sint-Jans-Molenbeek"),
    "1081": ("Koekelberg", "Koekelberg"),
    "1082": ("Berchem-Sainte-Agathe", "Sint-Agatha-Berchem"),
    "1083": ("Ganshoren", "Ganshoren"),
    "1090": ("Jette", "Jette"),
    "1120": ("Bruxelles", "Brussel"),
    "1130": ("Bruxelles", "Brussel"),
    "1140": ("Evere", "Evere"),
    "1150": ("Woluwe-Saint-Pierre", "Sint-Pieters-Woluwe"),
    "1160": ("Auderghem", "Oudergem"),
    "1170": ("Watermael-Boitsfort", "Watermaal-Bosvoorde"),
    "1180": ("Uccle", "Ukkel"),
    "1190": ("Forest", "Vorst"),
    "1200": ("Woluwe-Saint-Lambert", "Sint-Lambrechts-Woluwe"),
    "1210": ("Saint-Josse-ten-Noode", "Sint-Joost-ten-Node"),
}


def commune_of(postcode: str) -> str:
    """Return the commune's name in the active language (French where it has none of its own); "" outside the Region."""
    french, dutch = COMMUNES.get(postcode, ("", ""))
    return dutch if get_language() == "nl" else french


def postcode_of(text: str) -> str:
    """Return a Belgian postcode as four digits, however it was typed ("b-1000", "1 000"); empty when it is none."""
    digits = text.upper().replace(" ", "").removeprefix("B-")
    return digits if re.fullmatch(r"[1-9]\d{3}", digits, flags=re.ASCII) else ""
