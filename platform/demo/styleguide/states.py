"""The states of each component. A component that stands here with none is seen inside another one."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from demo.styleguide import samples
from shops.context import PageFrame
from shops.help.articles import articles


@dataclass(frozen=True)
class State:
    """One state: what it is called, what the component is given, and the classes of the boxes around it, outermost first."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    inside: tuple[str, ...] = ()


def states(shop: PageFrame, now: dt.datetime) -> dict[str, list[State]]:
    """Return the states of each component by its name below templates/components/."""
    photo, other_photo = shop.hero_picture, shop.story_picture
    cards = samples.cards(now, photo=photo, other_photo=other_photo)
    blank, wrong = samples.blank_form(), samples.wrong_form()
    steps = [
        {"label": label, "url": "#steps", "is_done": place < 1, "is_current": place == 1}
        for place, label in enumerate(("Qui", "Comment", "Payer"))
    ]
    return {
        "badge": [State(tone or "plain", {"text": "À préparer", "tone": tone}) for tone in ("", "ok", "warn", "danger", "outline")]
        + [State("with an icon", {"text": "Payé", "tone": "ok", "icon_name": "check"})],
        "status_badge": [
            State(status, {"status": status, "label": status}) for status in ("paid", "pending", "canceled", "draft", "picked")
        ],
        "price": [
            State("plain", {"amount": 490}),
            State("from a price on", {"amount": 490, "has_range": True}),
            State("reduced", {"amount": 1250, "compare_at": 1500}),
            State("with the price by unit", {"amount": 480, "unit": "6,00 €/kg"}),
            State("on a tag", {"amount": 14500, "tag": True}),
            State("thousands", {"amount": 123456}),
            State("nothing to pay", {"amount": 0}),
        ],
        "picture": [
            State("a photograph", {"image": photo, "name": "Aloès"}, ("guide-thumb", "photo")),
            State("none yet", {"image": None, "name": "Zamioculcas"}, ("guide-thumb", "photo")),
        ],
        "product_list": [
            State("a choice, the first one large", {"cards": list(cards.values())[:6], "feature": True}, ("guide-wide",)),
            State("every state of a card", {"cards": list(cards.values())}, ("guide-wide",)),
            State("one product", {"cards": [cards["plain"]], "feature": True}, ("guide-wide",)),
            State("three products", {"cards": list(cards.values())[:3], "feature": True}, ("guide-wide",)),
        ],
        "empty_state": [
            State(
                "with something to do",
                {
                    "title": "Votre panier est vide",
                    "text": "Ce que vous choisissez vous attend ici.",
                    "icon_name": "shopping-bag",
                    "action_url": "#empty",
                    "action_label": "Voir le magasin",
                },
            ),
            State("quiet", {"title": "Rien dans ce rayon", "action_url": "#empty", "action_label": "Tout voir", "quiet": True}),
        ],
        "messages": [State("every kind", {"messages": samples.messages()})],
        "steps": [State("the second of three", {"steps": steps})],
        "crumbs": [
            State("two levels", {"links": [{"name": shop.name, "url": "#crumbs"}, {"name": "Cactus et succulentes", "url": "#crumbs"}]})
        ],
        "pagination": [State(f"page {number} of 17", {"page": samples.page_of(number)}) for number in (1, 8, 17)],
        "sort": [
            State(
                "newest first",
                {
                    "options": [
                        {"value": "new", "label": "Les plus récents", "is_current": True},
                        {"value": "price", "label": "Prix croissant", "is_current": False},
                    ]
                },
            )
        ],
        "search_form": [State("with what was searched", {"action": "#search", "query": "monstera"})],
        "quantity_input": [
            State("one", {"id": "quantity-one", "value": 1, "label": "Combien : un"}),
            State(
                "too many", {"id": "quantity-wrong", "value": "12", "max": 3, "label": "Combien : trop", "wrong": "Il n’en reste que 3."}
            ),
        ],
        "field": [State(name, {"field": blank[key], **values}, ("form",)) for key, name, values in samples.FIELDS]
        + [State(f"{name}, refused", {"field": wrong[key], **values}, ("form",)) for key, name, values in samples.FIELDS],
        "_field_notes": [],
        "photo_input": [
            State("one photograph", {"field": blank["photo"]}, ("form",)),
            State("several", {"field": samples.SampleForm(auto_id="several_%s")["photo"], "multiple": True}, ("form",)),
        ],
        "form_errors": [
            State("several things at once", {"form": wrong}),
            State("of several forms", {"forms": [wrong], "sentence": "Une partie du formulaire n’est pas arrivée."}),
        ],
        "_form_mistakes": [],
        "copy_link": [State("an address", {"url": shop.origin, "label": "Copier le lien"})],
        "connection": [
            State("offline", {"text": gettext("You are offline. What you typed is still here; try again once you are connected.")}),
            State(
                "something failed", {"text": gettext("That did not work just now. What you typed is still here; try again in a moment.")}
            ),
        ],
        "hold_countdown": [
            State("nineteen minutes left", {"held_until": now + dt.timedelta(minutes=19), "seconds": 1200}, ("held-block", "held-text")),
        ],
        "help_fold": [State("an article", {"article": next(iter(articles("fr").values()))}, ("guide-wide",))],
        "languages": [State("four", {"links": shop.language_links or _languages()})],
        "margin_scheme": [State("second-hand goods", {}, ("small",))],
        "opening_hours": [State("a week", {"hours": shop.hours})],
        "product_card": [],
        **{f"cards/{theme}": [] for theme in ("atelier", "brocante", "comptoir", "galerie", "librairie", "serre")},
    }


def _languages() -> list[dict[str, Any]]:
    names = {"fr": "Français", "nl": "Nederlands", "en": "English", "de": "Deutsch"}
    return [{"code": code, "name": name, "url": f"#{code}", "is_current": code == "fr"} for code, name in names.items()]
