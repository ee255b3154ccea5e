"""The payment page's parameters: built once, kept on the attempt, sent unchanged ever after."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kit.tenancy import current_tenant
from kit.urls import shop_url
from orders.models import Order
from payments.rules.checkout_lines import PayLine, lines_to_show
from payments.services.whose_page import mark_of


def session_params(order: Order, *, public_id: str, amount: int, expires_at: dt.datetime, application_fee: int = 0) -> dict[str, Any]:
    """
    Return what Stripe needs to make the page, as JSON.

    `amount` is asked for, `application_fee` is the platform's share of it, both in cents. No payment_method_types: since 2026-09-30
    that is refused, the methods are those of the shop's account.
    """
    named = {"shop": str(current_tenant().id), "order": str(order.number), "attempt": public_id}
    with translation.override(order.language):
        order_name = _("Order %(number)s") % {"number": order.number}
        description = _("%(shop)s: %(order)s") % {"shop": current_tenant().name, "order": order_name}
    payment: dict[str, Any] = {
        "description": description,
        "statement_descriptor_suffix": f"NR {order.number}"[:12],  # Stripe wants a letter in it
        "metadata": named,
    }
    if application_fee > 0:
        payment["application_fee_amount"] = application_fee
    return {
        "mode": "payment",
        "locale": order.language,
        "client_reference_id": public_id,
        "customer_email": order.email,
        "line_items": [_line_item(line, order.currency) for line in _lines_of(order, order_name, amount)],
        "success_url": _address("payment_return", order, public_id) + "?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": _address("payment_cancel", order, public_id),
        "expires_at": int(expires_at.timestamp()),
        "adaptive_pricing": {"enabled": False},  # else the page may show another currency than the order
        "metadata": {**named, "mark": mark_of(public_id)},
        "payment_intent_data": payment,
    }


def _lines_of(order: Order, order_name: str, amount: int) -> list[PayLine]:
    lines = [
        PayLine(f"{line.title} ({line.option_text})" if line.option_text else line.title, line.unit_price, line.quantity)
        for line in order.lines.all()
    ]
    shipping = PayLine(order.shipping_name, order.shipping_amount, 1)
    return lines_to_show([*lines, shipping], total=amount, total_name=order_name)


def _line_item(line: PayLine, currency: str) -> dict[str, Any]:
    price = {
        "currency": currency.lower(),
        "unit_amount": line.unit_amount,
        "product_data": {"name": line.name},
        "tax_behavior": "inclusive",
    }
    return {"price_data": price, "quantity": line.quantity}


def _address(name: str, order: Order, public_id: str) -> str:
    return shop_url(name, public_id=public_id, language=order.language)
