"""What a Checkout Session or subscription sells: each line with its price, out of parameters that passed the check."""

from dataclasses import dataclass
from typing import Any

from stripe_sandbox import clock, examples, ids, store
from stripe_sandbox.api.errors import ApiError


@dataclass(frozen=True)
class PricedLine:
    """A line with the body of its price; amounts in minor units."""

    price: dict[str, Any]
    quantity: int
    name: str
    metadata: dict[str, str]

    @property
    def amount(self) -> int:
        return int(self.price["unit_amount"]) * self.quantity

    @property
    def is_recurring(self) -> bool:
        return self.price["recurring"] is not None


def priced_lines(lines: list[dict[str, Any]], *, account: str, where: str = "line_items") -> list[PricedLine]:
    """
    Return the lines with their prices.

    :raises ApiError: 400 or 404 for a price that is not there or not for sale, or for mixed currencies
    """
    priced = [_priced(line, account, f"{where}[{index}]") for index, line in enumerate(lines)]
    if len({line.price["currency"] for line in priced}) > 1:
        raise ApiError(400, "All line items must use the same currency.", param=where)
    return priced


def new_price(params: dict[str, Any], *, product: str, is_active: bool = True) -> dict[str, Any]:
    """Return the body of a price from `price_data` or the parameters of `POST /v1/prices`."""
    recurring = params.get("recurring")
    if recurring:
        count = int(recurring.get("interval_count", 1))
        recurring = {
            "interval": recurring["interval"],
            "interval_count": count,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        }
    return examples.example(
        "price",
        id=ids.new_id("price_"),
        active=is_active,
        billing_scheme="per_unit",
        created=clock.epoch(),
        currency=params["currency"],
        lookup_key=params.get("lookup_key"),
        metadata=params.get("metadata") or {},
        nickname=params.get("nickname"),
        product=product,
        recurring=recurring,
        tax_behavior=params.get("tax_behavior", "unspecified"),
        type="recurring" if recurring else "one_time",
        unit_amount=int(params["unit_amount"]),
        unit_amount_decimal=str(params["unit_amount"]),
    )


def line_item(line: PricedLine) -> dict[str, Any]:
    """Return the line as `GET .../line_items` shows it."""
    return examples.example(
        "item",
        id=ids.new_id("li_"),
        amount_subtotal=line.amount,
        amount_total=line.amount,
        currency=line.price["currency"],
        description=line.name,
        metadata=line.metadata,
        price=line.price,
        quantity=line.quantity,
    )


def _priced(line: dict[str, Any], account: str, where: str) -> PricedLine:
    quantity, metadata = int(line.get("quantity", 1)), line.get("metadata") or {}
    if "price" in line:
        price = store.find("price", line["price"], account=account).body
        if not price["active"]:
            raise ApiError(400, f"The price specified is inactive: {price['id']}", param=f"{where}[price]")
        return PricedLine(price, quantity, _product_name(price["product"], account), metadata)
    data = line["price_data"]
    if "product" in data:
        return PricedLine(new_price(data, product=data["product"]), quantity, _product_name(data["product"], account), metadata)
    price = new_price(data, product=ids.new_id("prod_"), is_active=False)
    return PricedLine(price, quantity, data["product_data"]["name"], metadata)


def _product_name(product_id: str, account: str) -> str:
    return str(store.find("product", product_id, account=account).body["name"])
