"""Says beside a text that praises a thing as green what the law wants of it. A hint: it stops nobody."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from shops.rules.green_claims import Claim, green_claims


def note_green_claims(form: forms.Form, names: Iterable[str]) -> None:
    """
    Give each of these fields, named "..._fr", a `claim` for components/field.html if its text makes one.

    To be called when fields and initial values are there. Directive 2024/825.
    """
    for name in names:
        bound, language = form[name], name.rpartition("_")[2]
        sentence = _sentence(green_claims(str(bound.value() or ""), language))
        if sentence:
            described = [bound.aria_describedby or "", f"{bound.auto_id}_claim"]
            form.fields[name].claim = sentence  # type: ignore[attr-defined]
            form.fields[name].widget.attrs["aria-describedby"] = " ".join(filter(None, described))


def makes_claim(form: forms.Form, names: Iterable[str]) -> bool:
    """Say whether one of the fields was given a note."""
    return any(hasattr(form.fields[name], "claim") for name in names)


def _sentence(claims: list[Claim]) -> str:
    climate = ", ".join(claim.words for claim in claims if claim.is_climate)
    general = ", ".join(claim.words for claim in claims if not claim.is_climate)
    parts = []
    if general:
        parts.append(
            _(
                "“%(words)s”: the law (directive 2024/825) wants such a word proven or made precise. "
                "Say what you can show instead, such as “made of 100%% organic cotton, GOTS”."
            )
            % {"words": general}
        )
    if climate:
        parts.append(
            _(
                "“%(words)s”: no product may be called that because emissions are paid off elsewhere (directive 2024/825). "
                "Say what you do yourself, such as “baked with power from our own roof”."
            )
            % {"words": climate}
        )
    return " ".join(parts)
