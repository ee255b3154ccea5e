"""What an operation takes: the library's TypedDicts, opened up one class at a time."""

import sys
import typing
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from stripe._request_options import RequestOptions  # the library's own calls mix these into the parameters

NOT_SENT = frozenset(RequestOptions.__annotations__)


@dataclass(frozen=True)
class Param:
    """One parameter: its type, with the names of other classes looked up, and whether Stripe insists on it."""

    hint: Any
    required: bool


@cache
def params_class(name: str) -> Any:
    """Return the library's class of the parameters called `name`, such as `checkout.SessionCreateParams`."""
    package, _, short = name.rpartition(".")
    return getattr(import_module(f"stripe.params.{package}" if package else "stripe.params"), short)


@cache
def params_of(typed_dict: Any) -> dict[str, Param]:
    """Return the parameters of a TypedDict by name; options of the HTTP call itself are left out."""
    annotations = {name: hint for name, hint in typed_dict.__annotations__.items() if name not in NOT_SENT}
    module = vars(sys.modules[typed_dict.__module__])
    holder: Any = SimpleNamespace(__annotations__=annotations)
    hints = typing.get_type_hints(holder, module, include_extras=True)
    return {name: _param(hint) for name, hint in hints.items()}


def is_params(hint: Any) -> bool:
    """Say whether a type is an object with known parameters. The library's TypedDict is not always Python's own."""
    return isinstance(hint, type) and hasattr(hint, "__required_keys__")


def _param(hint: Any) -> Param:
    if typing.get_origin(hint) is typing.NotRequired:
        return Param(typing.get_args(hint)[0], required=False)
    return Param(hint, required=True)
