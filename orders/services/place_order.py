"""A cart becomes an order."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import connections, transaction
from django.utils import translation

from catalog.services.stock import hold_stock, sell_now
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from orders import emails, locks
from orders.events import record_event
from orders.models import Cart, CartLine, Order, OrderEventKind, OrderLine, PaymentMethod, PaymentSettings, PaymentStatus
from orders.models.order import FIRST_NUMBER
from orders.rules.details import CheckoutDetails
from orders.rules.fingerprint import fingerprint
from orders.rules.totals import Totals, order_totals
from orders.selectors.cart_lines import first_pictures, is_ordered, lines_of, shown_line
from orders.services.promise_transfer import promise_transfer
from orders.services.start_checkout import quantities_for_sale
from orders.services.take_orders import require_taking_orders
from shops.models import ShippingKind, ShippingMethod
from tenants.services.wake_up import wake_up_at

# The payment page closes first, then we cancel the order, and only long after that would the stock's own clock give it back.
MARGIN_AFTER_PAYMENT_PAGE = dt.timedelta(minutes=2)
HOLD_OUTLIVES_ORDER_BY = dt.timedelta(minutes=15)


class TotalChanged(Exception):
    """The order now costs something else than was shown; `total` in cents."""

    def __init__(self, total: int) -> None:
        super().__init__(f"now {total}")
        self.total = total


class CartChanged(Exception):
    """The cart or its details say something else than was shown, at the same total: another choice, another tab."""


class ShippingMethodGone(Exception):
    """The shop does not offer this way to get the order any more."""


class PaymentMethodGone(Exception):
    """The shop does not offer this way to pay any more."""


def place_order(*, cart_id: int, details: CheckoutDetails, shown_total: int, shown_lines: str | None = None, now: dt.datetime) -> Order:
    """
    Turn a cart into an order, sell its stock, and note that a confirmation must be sent.

    Paid at collection, all this happens at once; so it does with a test order, which is taken for
    paid. Paid online or by transfer, the order awaits its payment: the stock passes from the cart to
    the order, and `mark_paid` does the rest; of a transfer the customer is told at once how to make it.

    Locks the cart, then the stock in id order. Safe to call twice: a cart that was ordered returns that order.
    `shown_total` is what the customer saw, in cents; `shown_lines` the fingerprint of the
    lines and details they saw.

    :raises EmptyCart: if there is nothing to order
    :raises TotalChanged: if the order now costs something else than was shown
    :raises CartChanged: if it holds something else than was shown
    :raises OutOfStock: if a line asks for more than can be had
    :raises ShippingMethodGone: if the way to get it is not offered any more
    :raises PaymentMethodGone: if a transfer was chosen and the shop takes none any more, or there is nothing to pay
    :raises NotTakingOrders: if the shop pauses, or is not open and this is no test order
    """
    with transaction.atomic(using=SHOP_ALIAS), translation.override(details.language):
        cart = locks.lock_cart(cart_id)
        lines = list(lines_of(cart.pk))
        if (is_ordered(lines) or not lines) and (order := locks.order_of(cart)) is not None:
            return order
        wanted = quantities_for_sale(lines)
        is_test = require_taking_orders(payment_method=details.payment_method, now=now)
        method = _shipping_method(details)
        totals = order_totals(lines, shipping=method.price)
        if totals.total != shown_total:
            raise TotalChanged(totals.total)
        if shown_lines is not None and shown_lines != fingerprint(map(shown_line, lines), details.reviewed):
            raise CartChanged
        ways = _ways(details, total=totals.total)
        order = _write_order(cart, details=details, method=method, totals=totals, is_test=is_test, now=now)
        _write_lines(order, lines)
        record_event(order, OrderEventKind.PLACED, now=now)
        if order.payment_method == PaymentMethod.BANK_TRANSFER:
            promise_transfer(order, ways, now=now)
        if order.payment_status == PaymentStatus.AWAITING:
            _hold_until_paid(order, cart, wanted, now=now)
        else:
            sell_now(quantities=wanted, holder=cart.holder, reference=order.number or "", now=now)
            emails.write_order_mail(emails.CONFIRMATION, order, now=now)
        return order


def _shipping_method(details: CheckoutDetails) -> ShippingMethod:
    method = ShippingMethod.objects.filter(pk=details.shipping_method_id, is_active=True).first()
    if method is None:
        raise ShippingMethodGone(details.shipping_method_id)
    return method


def _ways(details: CheckoutDetails, *, total: int) -> PaymentSettings:
    """Return how the shop is paid; asked only of whoever pays by transfer."""
    if details.payment_method != PaymentMethod.BANK_TRANSFER:
        return PaymentSettings()
    ways = PaymentSettings.current()
    if not ways.by_transfer or not total:  # nobody transfers nothing
        raise PaymentMethodGone(details.payment_method)
    return ways


def _write_order(cart: Cart, *, details: CheckoutDetails, method: ShippingMethod, totals: Totals, is_test: bool, now: dt.datetime) -> Order:
    is_online = details.payment_method == PaymentMethod.ONLINE
    is_settled = is_test or (is_online and not totals.total)  # nobody is asked to pay nothing
    is_delivered = method.kind == ShippingKind.DELIVERY
    customer_id, pk = _customer_and_order_id(details, now=now)
    order = Order(
        pk=pk,
        number=str(FIRST_NUMBER + pk),
        cart=cart,
        customer_id=customer_id,
        payment_status=PaymentStatus.PAID if is_settled else _payment_status(details.payment_method),
        payment_method=PaymentMethod(details.payment_method),
        is_test=is_test,
        paid_at=now if is_settled else None,
        name=details.name,
        email=details.email,
        phone=details.phone,
        language=details.language,
        note=details.note,
        shipping_kind=method.kind,
        shipping_name=method.name,
        shipping_street=details.street if is_delivered else "",
        shipping_postcode=details.postcode if is_delivered else "",
        shipping_city=details.city if is_delivered else "",
        subtotal_amount=totals.subtotal,
        shipping_amount=totals.shipping,
        shipping_vat_rate=method.vat_rate,
        total_amount=totals.total,
        placed_at=now,
        hold_expires_at=now + settings.PAYMENT_SESSION_LIFETIME + MARGIN_AFTER_PAYMENT_PAGE if is_online and not is_settled else None,
    )
    order.save(force_insert=True)
    return order


def _payment_status(payment_method: str) -> PaymentStatus:
    known = {
        PaymentMethod.ONLINE.value: PaymentStatus.AWAITING,
        PaymentMethod.BANK_TRANSFER.value: PaymentStatus.AWAITING,
        PaymentMethod.TEST.value: PaymentStatus.PAID,
    }
    return known.get(payment_method, PaymentStatus.UNPAID)


def _customer_and_order_id(details: CheckoutDetails, *, now: dt.datetime) -> tuple[int, int]:
    """
    Return the id of the customer with this e-mail, whatever its capitals, and the next order's, in one statement.

    What they now say replaces what we knew. The order's id is asked for beforehand, so that its number can be written with it.
    """
    with connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO orders_customer (email, name, phone, language, created_at, updated_at) VALUES (%s, %s, %s, %s, %s, %s)
            ON CONFLICT (lower(email)) DO UPDATE SET name = excluded.name, language = excluded.language, updated_at = excluded.updated_at,
                phone = CASE WHEN excluded.phone = '' THEN orders_customer.phone ELSE excluded.phone END
            RETURNING id, nextval(pg_get_serial_sequence('orders_order', 'id'))
            """,
            [details.email, details.name, details.phone, details.language, now, now],
        )
        customer_id, order_id = cursor.fetchone()
        return int(customer_id), int(order_id)


def _write_lines(order: Order, lines: Sequence[CartLine]) -> None:
    """Copy what is bought as it is now; nothing in the catalog changes it later."""
    pictures = first_pictures({line.variant.product_id for line in lines})
    with translation.override(current_tenant().languages[0]):
        shop_words = [(line.variant.product.name, line.variant.option_text) for line in lines]
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            variant=line.variant,
            title=line.variant.product.name,
            option_text=line.variant.option_text,
            shop_title=shop_title,
            shop_option_text=shop_option_text,
            sku=line.variant.sku,
            is_unique=line.variant.product.is_unique,
            unit_price=line.unit_price,
            quantity=line.quantity,
            vat_rate=line.vat_rate,
            is_margin=line.is_margin,
            total_amount=line.unit_price * line.quantity,
            picture_files=picture.files if (picture := pictures.get(line.variant.product_id)) else [],
        )
        for line, (shop_title, shop_option_text) in zip(lines, shop_words, strict=True)
    )


def _hold_until_paid(order: Order, cart: Cart, wanted: dict[int, int], *, now: dt.datetime) -> None:
    expires_at = order.hold_expires_at
    assert expires_at is not None  # noqa: S101 -- set for every order that awaits its payment
    hold_stock(holder=order.holder, taking_over=cart.holder, wanted=wanted, expires_at=expires_at + HOLD_OUTLIVES_ORDER_BY, now=now)
    wake_up_at(expires_at)
