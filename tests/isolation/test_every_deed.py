"""
Whatever is done in the backoffice is written down: every form of it, sent as a person would.

An address that takes a form needs a line in DEEDS: what to fill in so that something changes, and
what must be so before. A form that changes nothing others should know of stands in QUIET, with why.
"""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from catalog.models import Product
from kit.clock import now
from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.tenancy import current_tenant
from orders.models import Order
from payments.models import BankPayment, PaymentAttempt, Refund, StripeAccount
from shops.models import OutboxMessage, ShopSettings
from tenants.models import Membership, Session
from tests.catalog.test_backoffice_products import typed
from tests.factories.catalog import make_category, make_product
from tests.forms import forms_of
from tests.isolation.test_every_url import BACKOFFICE, _signed_in, samples  # noqa: F401 -- a fixture

Preparation = Callable[[dict[str, Any]], object]


def _given_up(values: dict[str, Any]) -> object:
    return OutboxMessage.objects.create(kind="x", key="x", attempts=OutboxMessage.MAX_ATTEMPTS, due_at=now())


def _a_draft(values: dict[str, Any]) -> object:
    return Product.objects.update(status="draft")


def _another_category(values: dict[str, Any]) -> object:
    return make_category(position=7)


def _not_open_yet(values: dict[str, Any]) -> object:
    return ShopSettings.objects.update(launched_at=None)


def _an_example(values: dict[str, Any]) -> object:
    return Product.objects.filter(pk=make_product("Example").pk).update(is_example=True)


def _a_test_order(values: dict[str, Any]) -> object:
    Refund.objects.all().delete()  # nothing was paid for a test
    PaymentAttempt.objects.all().delete()
    BankPayment.objects.all().delete()  # nor by transfer
    return Order.objects.update(is_test=True)


def _an_order_1002(values: dict[str, Any]) -> object:
    return Order.objects.filter(number=values["bo_order_transfer.number"]).update(number="1002")


def _a_paid_order(values: dict[str, Any]) -> object:
    return Order.objects.filter(number=values["number"]).update(payment_status="paid", refunded_amount=0, returning_amount=0)


def _paused(values: dict[str, Any]) -> object:
    return ShopSettings.objects.update(paused_until=in_a_week())


def _a_stripe_account(values: dict[str, Any]) -> object:
    return StripeAccount.objects.create(stripe_account_id="acct_1Deed", state="ready")


def in_a_week() -> dt.date:
    return now().date() + dt.timedelta(days=7)


def _signed_in_elsewhere(values: dict[str, Any]) -> object:
    scope, soon = current_tenant().id, now() + dt.timedelta(days=1)
    people = Membership.objects.filter(tenant_id=scope).values_list("user_id", flat=True)
    return [Session.objects.create(session_key=f"s{pk}", scope_id=scope, user_id=pk, expire_date=soon) for pk in people]


DEEDS: dict[str, tuple[dict[str, Any], Preparation | None]] = {
    "bo_retries": ({}, _given_up),
    "bo_shop_account": ({"name": "Anna B."}, None),
    "bo_shop_texts": ({"tagline_fr": "Pain"}, None),
    "bo_shop_home": ({"then": "add:words"}, None),
    "bo_shop_hours": ({"d2-0-opens": "7:00"}, None),
    "bo_shop_look": ({"theme": "brocante"}, None),
    "bo_shop_delivery": ({"m1-description_fr": "Sonnez"}, None),
    "bo_shop_identity": ({"city_fr": "Namur", "phone": "02 123 45 67"}, None),
    "bo_product_new": (typed(), None),
    "bo_product": ({"hint_fr": "Tout frais"}, None),
    "bo_product_publication": ({}, _a_draft),
    "bo_product_withdrawal": ({}, None),
    "bo_product_archival": ({}, None),
    "bo_product_copies": ({}, None),
    "bo_variant_sales": ({"seen": "3"}, None),
    "bo_variant_count": ({"on_hand": "9"}, None),
    "bo_category": ({"name_fr": "Rayon"}, None),
    "bo_category_new": ({"name_fr": "Pains"}, None),
    "bo_category_place": ({"direction": "down"}, _another_category),
    "bo_category_removal": ({}, None),
    "bo_shop_pause": ({"until": in_a_week().isoformat()}, None),
    "bo_shop_pause_end": ({}, _paused),
    "bo_launch_requirement": ({"phone-phone": "02 765 43 21"}, _not_open_yet),
    "bo_examples_deletion": ({}, _an_example),
    "bo_order_deletion": ({}, _a_test_order),
    "bo_test_orders_deletion": ({}, _a_test_order),
    "bo_category_address": ({"address": "autre"}, None),
    "bo_product_address": ({"address": "autre"}, None),
    "bo_order_readiness": ({}, None),
    "bo_order_handover": ({}, None),
    "bo_order_cancellation": ({"reason": "customer"}, None),
    "bo_sessions_end": ({}, _signed_in_elsewhere),
    "bo_member": ({"role": "counter"}, None),
    "bo_member_removal": ({}, None),
    "bo_member_sessions_end": ({}, _signed_in_elsewhere),
    "bo_invitation_new": ({"email": "luc@mail.test", "role": "accountant", "language": "fr"}, None),
    "bo_invitation_mail": ({}, None),
    "bo_invitation_withdrawal": ({}, None),
    "bo_support_new": ({"scope": "look", "length": "hour"}, None),
    "bo_support_answer": ({"scope": "look", "length": "hour"}, None),
    "bo_support_end": ({}, None),
    "bo_order_notes": ({"text": "Sonner deux fois"}, None),
    "bo_payments_disconnection": ({}, _a_stripe_account),
    "bo_payment_look_up": ({"said": "unpaid"}, None),
    "bo_stray_payment": ({}, None),
    "bo_ways": ({"transfer_days": "9"}, None),
    "bo_order_transfer": ({"whole": "1"}, None),
    "bo_transfer_match": ({"number": "1002"}, _an_order_1002),
    "bo_transfer_dismissal": ({}, None),
    "bo_transfer_return": ({}, None),
    "bo_order_refund": ({"what": "all", "reason": "goodwill", "seen": "0", "form_key": "0" * 32, "sure": "1"}, _a_paid_order),
    "bo_refund_done": ({}, None),
    "bo_refund_again": ({"way": "cash"}, None),
    "bo_refund_leave": ({}, None),
}
QUIET: dict[str, str] = {
    "bo_statements": "needs a file; tests/payments/test_transfers_http.py holds that it is written down",
    "bo_shop_look_preview": "shows a look that is not saved",
    "bo_guide_closing": "a shopkeeper puts a panel of the first page away; nothing of the shop changes",
    "bo_launch_opening": "needs a shop with all that the law asks for; tests/shops/test_launch.py holds that it is written down",
    "bo_subscription_plan": "leads to Stripe, which is not here; tests/billing/test_suspended.py holds that it is written down",
    "bo_subscription_portal": "leads to Stripe, which is not here; tests/billing/test_suspended.py holds that it is written down",
    "bo_money_reading": "asks Stripe how its books stand; nothing that people of the shop wrote changes",
    "bo_payments_take_up": "asks Stripe, which is not here; tests/payments/test_way_back.py holds that it is written down",
    "bo_payments_connect": "asks Stripe, which is not here; tests/payments/test_accounts.py holds that it is written down",
}


def _lines(shop: Any) -> int:
    """Count the log as each connection sees it: within a test neither sees what the other has not committed."""
    total = 0
    for alias in (SHOP_ALIAS, PLATFORM_ALIAS):
        with shop.entered(), connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {shop.ref.schema_name}.shops_shopevent")
            total += cursor.fetchone()[0]
    return total


def _as_it_stands(client: Any, url: str) -> dict[str, str]:
    """Return what the form of a page would send, nothing for what is only a button."""
    shown = client.get(url)
    forms = forms_of(shown) if shown.status_code == 200 else []
    return next((form.fields for form in forms if form.method == "post" and form.action == url), {})


def test_every_form_of_the_backoffice_is_known(samples, bakery):  # noqa: F811
    client = _signed_in(bakery, bakery.owner)
    allowed = {address.name: client.put(address.url(samples[bakery.hostname]))["Allow"] for address in BACKOFFICE}

    assert {name for name, methods in allowed.items() if "POST" in methods} == set(itertools.chain(DEEDS, QUIET))


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_is_written_down(name, samples, bakery):  # noqa: F811
    values = samples[bakery.hostname]
    address = next(address for address in BACKOFFICE if address.name == name)
    changes, prepare = DEEDS[name]
    if prepare is not None:
        with bakery.entered():
            prepare(values)
    client = _signed_in(bakery, bakery.owner)
    url = address.url(values)
    data = {**_as_it_stands(client, url), **changes}
    before = _lines(bakery)

    answer = client.post(url, data)

    assert answer.status_code == 303, answer.text
    assert _lines(bakery) > before
