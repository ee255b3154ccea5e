"""
Would Stripe take these parameters? Unknown, missing and wrongly typed ones, and words outside a list.

Messages and codes as https://docs.stripe.com/error-codes has them. `Style` tells the two APIs apart: v1
sends forms, where each leaf is text; v2 sends JSON.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from stripe._stripe_object import UntypedStripeObject

from stripe_sandbox.api.numbers import is_whole
from stripe_sandbox.api.problems import Problem
from stripe_sandbox.description.params import is_params, params_of

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?")
WRONG_SHAPE = frozenset({"Invalid object", "Invalid array", "Invalid string"})


@dataclass(frozen=True)
class Style:
    """How one of the two APIs writes values and names places."""

    is_form: bool

    def inside(self, where: str, name: str) -> str:
        if not where:
            return name
        return f"{where}[{name}]" if self.is_form else f"{where}.{name}"


FORM, JSON = Style(is_form=True), Style(is_form=False)


def object_problems(tree: Any, typed_dict: Any, where: str, style: Style) -> Iterator[Problem]:
    """Yield what is wrong with an object of known parameters: unknown names first, then the values, then what is missing."""
    if not isinstance(tree, dict):
        yield Problem("", where, "Invalid object")
        return
    known = params_of(typed_dict)
    for name in tree:
        if name not in known:
            yield _unknown(style.inside(where, name), name, known)
    for name, value in tree.items():
        if name in known:
            yield from value_problems(value, known[name].hint, style.inside(where, name), style)
    for name, param in known.items():
        if param.required and tree.get(name) is None:
            place = style.inside(where, name)
            yield Problem("parameter_missing", place, f"Missing required param: {place}.")


def value_problems(value: Any, hint: Any, where: str, style: Style) -> Iterator[Problem]:
    """Yield what is wrong with one value."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        yield from _union_problems(value, args, where, style)
    elif is_params(hint):
        yield from object_problems(value, hint, where, style)
    elif origin is list:
        yield from _list_problems(value, args[0], where, style)
    elif origin in (dict, UntypedStripeObject):
        yield from _map_problems(value, args[-1], where, style)
    elif origin is Literal:
        yield from _word_problems(value, args, where)
    else:
        yield from _leaf_problems(value, hint, where, style)


def _unknown(where: str, name: str, known: Any) -> Problem:
    near = get_close_matches(name, known, 1, 0.75)
    hint = f" Did you mean {near[0]}?" if near else ""
    return Problem(
        "parameter_unknown", where, f"Received unknown parameter: {where}.{hint}" if hint else f"Received unknown parameter: {where}"
    )


def _union_problems(value: Any, branches: tuple[Any, ...], where: str, style: Style) -> Iterator[Problem]:
    """A value must fit one branch. `Literal[...] | str` is a list of words that Stripe may lengthen, not any text."""
    words = [word for branch in branches if get_origin(branch) is Literal for word in get_args(branch)]
    others = [branch for branch in branches if get_origin(branch) is not Literal and branch is not NoneType]
    if value in ("", None) and ("" in words or NoneType in branches):
        return
    named = tuple(word for word in words if word != "")
    if named:
        others = [branch for branch in others if branch is not str]
        if isinstance(value, str) and value in named:
            return
    tries = [list(value_problems(value, branch, where, style)) for branch in others]
    if named:
        tries.append(list(_word_problems(value, named, where)))
    if not all(tries):
        return
    deep = [found for found in tries if found[0].message not in WRONG_SHAPE]
    yield from min(deep or tries, key=len)


def _list_problems(value: Any, hint: Any, where: str, style: Style) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem("", where, "Invalid array")
        return
    for index, item in enumerate(value):
        yield from value_problems(item, hint, f"{where}[{index}]", style)


def _map_problems(value: Any, hint: Any, where: str, style: Style) -> Iterator[Problem]:
    """Keys of one's own, as in metadata; an empty value takes a key away."""
    if not isinstance(value, dict):
        yield Problem("", where, "Invalid object")
        return
    for key, item in value.items():
        if item not in ("", None):
            yield from value_problems(item, hint, style.inside(where, key), style)


def _word_problems(value: Any, words: tuple[Any, ...], where: str) -> Iterator[Problem]:
    allowed = {str(word).lower() if isinstance(word, bool) else word for word in words} | set(words)
    if not isinstance(value, str | int | bool) or value not in allowed:
        *others, last = (str(word) for word in words)
        comma = "," if len(others) > 1 else ""
        choice = f"one of {', '.join(others)}{comma} or {last}" if others else last
        yield Problem("", where, f"Invalid {where}: must be {choice}")


def _leaf_problems(value: Any, hint: Any, where: str, style: Style) -> Iterator[Problem]:
    if hint is str:
        yield from _text_problems(value, where)
    elif hint is int and not (is_whole(value) if style.is_form else isinstance(value, int) and not isinstance(value, bool)):
        yield Problem("parameter_invalid_integer", where, f"Invalid integer: {value}")
    elif hint is bool and value not in (("true", "false") if style.is_form else (True, False)):
        yield Problem("", where, f"Invalid boolean: {value}")
    elif hint in (float, Decimal) and not NUMBER.fullmatch(str(value)):
        yield Problem("", where, f"Invalid decimal: {value}")


def _text_problems(value: Any, where: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem("", where, "Invalid string")
    elif value == "":
        yield Problem(
            "parameter_invalid_empty",
            where,
            f"You passed an empty string for '{where}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{where}' cannot be unset. You should remove '{where}' from your request or supply a non-empty value.",
        )
