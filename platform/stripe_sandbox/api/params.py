"""Request bodies as trees: `a[b][0]=x` and JSON give the same nested dicts and lists."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_sandbox.api.errors import ApiError

KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def parse_form(text: str) -> dict[str, Any]:
    """
    Return a form-encoded body or query as nested dicts and lists; each leaf is a str.

    :raises ApiError: 400 when a key is malformed, or both a value and an object
    """
    tree: dict[str, Any] = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        _put(tree, key, value)
    return _values(tree)


def parse_json(text: str) -> dict[str, Any]:
    """
    Return a JSON body of API v2.

    :raises ApiError: 400 when it is no JSON object
    """
    try:
        tree = None if "\\u0000" in text else json.loads(text or "{}")
    except ValueError:
        tree = None
    if not isinstance(tree, dict):
        raise ApiError(400, "Invalid JSON body: an object is expected.")
    return tree


def _put(tree: dict[str, Any], key: str, value: str) -> None:
    match = KEY.fullmatch(key)
    if match is None or "\x00" in key + value:
        raise ApiError(400, f"Invalid parameter name: {key}", param=key)
    *parents, leaf = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    node = tree
    for part in parents:
        node = node.setdefault(part or str(len(node)), {})
        if not isinstance(node, dict):
            raise ApiError(400, f"Invalid parameter: {key} is both a value and an object", param=key)
    node[leaf or str(len(node))] = value


def _with_lists(node: Any) -> Any:
    """Turn a dict with the keys 0..n-1 into a list, all the way down."""
    if not isinstance(node, dict):
        return node
    values = _values(node)
    if values and set(values) == {str(index) for index in range(len(values))}:
        return [values[str(index)] for index in range(len(values))]
    return values


def _values(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value if key == "metadata" else _with_lists(value) for key, value in node.items()}
