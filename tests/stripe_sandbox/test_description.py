"""The sandbox's knowledge of the API comes from the installed library, and must fit it."""

import re
from pathlib import Path
from typing import Any

import pytest
import stripe

from stripe_sandbox.api.params import parse_form
from stripe_sandbox.api.routes import ROUTES
from stripe_sandbox.description.answers import answer_problems
from stripe_sandbox.description.blank import blank
from stripe_sandbox.description.check_params import FORM, JSON, object_problems
from stripe_sandbox.description.params import params_class, params_of

SERVICES = sorted(Path(stripe.__file__).parent.rglob("_*_service.py"))
# a method of a service: the class of its parameters, then the HTTP method and path
OPERATION = re.compile(r'params: (?:Optional\[)?"(\w+)"(?:(?!\n    def ).)*?_request\(\s*"(\w+)",\s*"([^"]+)"', re.S)


def operations() -> dict[str, set[str]]:
    """Return "POST /v1/refunds" -> names of the classes of parameters, as the library's own services pair them."""
    found: dict[str, set[str]] = {}
    for path in SERVICES:
        for name, method, address in OPERATION.findall(path.read_text()):
            found.setdefault(f"{method.upper()} {re.sub(r'{[^}]*}', '{}', address)}", set()).add(name)
    return found


def test_library_is_the_one_that_the_sandbox_was_built_for() -> None:
    """When this fails: read Stripe's changelog, run `manage.py stripe_contract`, then change this line."""
    assert stripe.api_version == "2026-10-28.endive"


def test_every_route_takes_what_the_library_sends() -> None:
    known = operations()

    wrong = {}
    for route in ROUTES:
        operation = f"{route.method} {re.sub(r'{[^}]*}', '{}', route.template)}"
        if route.takes.rpartition(".")[2] not in known.get(operation, set()):
            wrong[operation] = (route.takes, known.get(operation))

    assert wrong == {}


def test_parameters_of_every_route_can_be_read() -> None:
    assert all(isinstance(params_of(params_class(route.takes)), dict) for route in ROUTES)


def problems(name: str, tree: Any, style: Any = FORM) -> list[tuple[str, str]]:
    return [(problem.code, problem.param) for problem in object_problems(tree, params_class(name), "", style)]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "line_items[0][price_data][currency]=eur&line_items[0][price_data][foo]=1",
            ("parameter_unknown", "line_items[0][price_data][foo]"),
        ),
        ("line_items[0][quantity]=x", ("parameter_invalid_integer", "line_items[0][quantity]")),
        ("line_items[0]=x", ("", "line_items[0]")),
        ("line_items=x", ("", "line_items")),
        ("line_items[1][quantity]=1", ("", "line_items")),
        ("adaptive_pricing[enabled]=yes", ("", "adaptive_pricing[enabled]")),
        ("locale=vlaams", ("", "locale")),
        ("customer_email=", ("parameter_invalid_empty", "customer_email")),
        ("customer_email[a]=b", ("", "customer_email")),
        ("metadata=x", ("", "metadata")),
        ("payment_intent_data[setup_future_usage]=never", ("", "payment_intent_data[setup_future_usage]")),
        ("custom_text[submit][massage]=x", ("parameter_unknown", "custom_text[submit][massage]")),
    ],
)
def test_bad_parameter_is_found_where_it_is(form: str, expected: tuple[str, str]) -> None:
    assert problems("checkout.SessionCreateParams", parse_form(form))[0] == expected


@pytest.mark.parametrize(
    "form",
    [
        "mode=payment&locale=nl",
        "metadata[a]=b&metadata[gone]=",
        "custom_text[submit]=",
        "allowed_payment_method_types[0]=ideal",
        "expand[]=a",
    ],
)
def test_good_parameter_passes(form: str) -> None:
    assert problems("checkout.SessionCreateParams", parse_form(form)) == []


def test_missing_parameter_is_named() -> None:
    assert problems("v2.core.AccountLinkCreateParams", {"account": "acct_1"}, JSON) == [("parameter_missing", "use_case")]


def test_json_takes_no_text_for_a_truth_value() -> None:
    tree = {"configuration": {"merchant": {"capabilities": {"card_payments": {"requested": "true"}}}}}

    assert problems("v2.core.AccountCreateParams", tree, JSON) == [("", "configuration.merchant.capabilities.card_payments.requested")]


@pytest.mark.parametrize("kind", ["charge", "customer", "dispute", "invoice", "payout", "price", "product", "refund", "subscription"])
def test_blank_object_passes_the_answer_check(kind: str) -> None:
    assert answer_problems(blank(kind)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": "5"}, "refund.amount: int expected, not '5'"),
        ({"amount": None}, "refund.amount: null"),
        ({"colour": "blue"}, "refund.colour: unknown field"),
        ({"destination_details": {"card": {}}}, "refund.destination_details.type: missing"),
        ({"charge": {"object": "charge", "id": 5}}, "refund.charge.id: int expected"),
        ({"metadata": "x"}, "refund.metadata: dict expected, not 'x'"),
    ],
)
def test_answer_of_the_wrong_shape_is_found(changes: dict[str, Any], expected: str) -> None:
    assert any(expected in found or found.startswith("refund.charge") for found in answer_problems(blank("refund") | changes))


def test_answer_without_a_field_is_found() -> None:
    body = blank("refund")
    del body["currency"]

    assert answer_problems(body) == ["refund.currency: missing"]
