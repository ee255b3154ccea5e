"""The traps of the client library."""

import ast
import tomllib
from pathlib import Path

import pytest
import stripe

from kit.clock import now
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.orders import make_awaiting_order
from tests.payments.world import World

ROOT = Path(__file__).parents[2]
APPS = ("tenants", "shops", "catalog", "orders", "payments", "platform")
BORDER = ("/gateways/", "/stripe_sandbox/")  # who may import the library
SOURCES = ("client_now", "_v1", "_v2", "construct_event", "parse_event_notification", "_client")
AS_A_DICT = {"get", "items", "keys", "values", "pop", "update"}
VERSION, API_VERSION = "16.1.0", "2026-10-28.endive"


def asks_stripe(node: ast.AST) -> bool:
    """Say whether an expression is an object of the library: from a call of it, and not made a dict."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "to_dict":
        return False
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in SOURCES or asks_stripe(node.func)
    return isinstance(node, ast.Attribute | ast.Subscript) and asks_stripe(node.value)


def crashes(source: str) -> list[int]:
    """Return the lines on which an object of the library is used as a dict."""
    lines = []
    for function in [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]:
        assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and asks_stripe(node.value)]
        objects = {target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)}
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]:
            of = call.func.value
            if call.func.attr in AS_A_DICT and (asks_stripe(of) or (isinstance(of, ast.Name) and of.id in objects)):
                lines.append(call.lineno)
    return lines


def modules() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")}


def imports_stripe(source: str) -> bool:
    imported = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in imported if isinstance(node, ast.ImportFrom)]
    return any(name.split(".")[0] == "stripe" for name in names)


def test_library_is_known_at_the_border_only() -> None:
    """Trap 56: nothing of the library comes further than the gateway, so nobody can take one of its objects for a dict."""
    importing = {name for name, source in modules().items() if "stripe" in source and imports_stripe(source)}

    assert {name for name in importing if not any(part in f"/{name}" for part in BORDER)} == set()


def test_no_object_of_the_library_is_used_as_a_dict() -> None:
    """Trap 56: `.get` and `.items` raise on the library's objects: at the border only `to_dict()` has them."""
    found = {name: crashes(source) for name, source in modules().items() if "/gateways/" in f"/{name}"}

    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("session = self._v1().checkout.sessions.retrieve(x)\n    session.get('id')", [3]),
        ("return client_now(hurried=True).v2.core.accounts.retrieve(x).items()", [2]),
        ("session = self._v1().checkout.sessions.retrieve(x).to_dict()\n    session.get('id')", []),
        ("return self._v1().refunds.create(x).to_dict().get('id')", []),
    ],
)
def test_the_look_at_the_border_finds_what_it_should(body: str, lines: list[int]) -> None:
    assert crashes(f"def ask(self, x):\n    {body}\n") == lines


def test_objects_of_the_library_are_no_dicts() -> None:
    """Trap 56: this is what would happen."""
    session = stripe.checkout.Session.construct_from({"id": "cs_1"}, "sk_test")

    with pytest.raises(AttributeError):
        session.get("id")


def test_version_of_the_library_and_of_the_api_are_pinned(world: World, bakery: Cast) -> None:
    """Trap 57: a bump of the library moves the API's version: whoever does it reads Stripe's changelog and comes by here."""
    [pinned] = [
        line for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"] if line.startswith("stripe")
    ]
    with bakery.entered():
        order = make_awaiting_order(now=now())
    world.pay(world.start(order))

    assert (stripe.VERSION, stripe.api_version) == (VERSION, API_VERSION)
    assert pinned == f"stripe=={VERSION}"
    assert {row.body["api_version"] for row in StoredObject.objects.filter(kind="event")} == {API_VERSION}
