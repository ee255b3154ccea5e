"""How an example product says that it is one."""

HINTS = {"fr": "Exemple", "nl": "Voorbeeld", "en": "Example", "de": "Beispiel"}
