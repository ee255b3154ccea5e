"""
Is this answer shaped as Stripe's would be? Each object against the library's class of its `object`.

In the library `Optional[X]` means null or absent; anything else must be there. A field it does not know is a
problem too: no caller would ever meet it at Stripe.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, ForwardRef, Literal, Union, get_args, get_origin

import stripe
from stripe._object_classes import OBJECT_CLASSES, V2_OBJECT_CLASSES, get_object_class

LEAVES: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float), bool: (bool,), Decimal: (str,)}
NESTED = ("list", "v2.core.event")  # wrapped objects are looked at for themselves


def answer_problems(body: Any, where: str = "") -> list[str]:
    """Return what a body has wrong, as `place: what`, with everything that lies inside it."""
    return list(_object_problems(body, where or str(body.get("object") or "answer")))


@cache
def resource_class(kind: str) -> Any:
    """Return the library's class of an `object`, or None when it has none."""
    if kind in OBJECT_CLASSES:
        return get_object_class("V1", kind)
    return get_object_class("V2", kind) if kind in V2_OBJECT_CLASSES else None


@cache
def fields_of(resource: Any) -> dict[str, Any]:
    """Return the fields of a resource's class, or of a class inside one, with their types."""
    found = {}
    for name, hint in resource.__annotations__.items():
        if not name.startswith("_") and name != "OBJECT_NAME" and get_origin(hint) is not ClassVar:
            found[name] = hint
    return found


def is_optional(hint: Any) -> bool:
    """Say whether a field may be null or absent."""
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


def _object_problems(body: dict[str, Any], where: str) -> Iterator[str]:
    kind = body.get("object")
    if kind == "list" or kind in NESTED:
        yield from _generic_problems(body, where)
        return
    resource = resource_class(str(kind))
    if resource is None:
        yield f"{where}: no object called {kind!r}"
    else:
        yield from _fields_problems(body, resource, where)


def _fields_problems(body: dict[str, Any], resource: Any, where: str) -> Iterator[str]:
    known = fields_of(resource)
    for name, hint in known.items():
        if name not in body and not is_optional(hint) and not body.get("deleted"):
            yield f"{where}.{name}: missing"
    for name, value in body.items():
        if name in known:
            yield from _value_problems(value, known[name], f"{where}.{name}")
        elif known and name != "object":
            yield f"{where}.{name}: unknown field"


def _generic_problems(value: Any, where: str) -> Iterator[str]:
    """Look for objects inside something that has no class of its own."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _found_problems(inside, f"{where}.{name}")
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _found_problems(inside, f"{where}[{index}]")


def _found_problems(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict) and resource_class(str(value.get("object"))):
        yield from _object_problems(value, where)
    else:
        yield from _generic_problems(value, where)


def _value_problems(value: Any, hint: Any, where: str) -> Iterator[str]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        yield from _union_problems(value, args, where)
    elif value is None:
        yield f"{where}: null"
    elif origin is Literal:
        if value not in args:
            yield f"{where}: {value!r} is not one of {', '.join(map(str, args))}"
    elif origin is list:
        yield from _list_problems(value, args[0], where)
    elif hint in LEAVES:
        if not isinstance(value, LEAVES[hint]) or (hint is not bool and isinstance(value, bool)):
            yield f"{where}: {hint.__name__} expected, not {value!r:.60}"
    else:
        yield from _class_problems(value, hint, where)


def _union_problems(value: Any, branches: tuple[Any, ...], where: str) -> Iterator[str]:
    """One branch must fit. The list of `Literal[...] | str` counts: our sandbox has no reason for other words."""
    if value is None and NoneType in branches:
        return
    has_words = any(get_origin(branch) is Literal for branch in branches)
    fitting = [branch for branch in branches if branch is not NoneType and not (has_words and branch is str)]
    if isinstance(value, dict):  # an expanded object: its own problems tell more than "str expected"
        fitting = [branch for branch in fitting if branch not in LEAVES] or fitting
    tries = [list(_value_problems(value, branch, where)) for branch in fitting]
    if all(tries):
        yield from min(tries, key=len)


def _list_problems(value: Any, hint: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: list expected, not {value!r:.60}"
        return
    for index, item in enumerate(value):
        yield from _value_problems(item, hint, f"{where}[{index}]")


def _class_problems(value: Any, hint: Any, where: str) -> Iterator[str]:
    """An object: another resource, a part of this one, or one whose fields nobody wrote down."""
    if hint is Any:
        return
    if getattr(hint, "__name__", "") == "datetime":
        if not isinstance(value, str):
            yield f"{where}: text of a moment expected, not {value!r:.60}"
    elif not isinstance(value, dict):
        yield f"{where}: dict expected, not {value!r:.60}"
    elif isinstance(hint, ForwardRef) or "object" in fields_of_class(hint) or "object" in value:
        yield from _found_problems(value, where)
    elif isinstance(hint, type) and issubclass(hint, stripe.StripeObject):
        yield from _fields_problems(value, hint, where)


def fields_of_class(hint: Any) -> dict[str, Any]:
    """Return the fields of a class, none for a type that is not a class of the library."""
    resource: Any = hint
    return fields_of(resource) if isinstance(hint, type) and issubclass(hint, stripe.StripeObject) else {}
