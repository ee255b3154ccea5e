"""Coupons: https://docs.stripe.com/api/coupons."""

from typing import Any

from stripe_sandbox import store
from stripe_sandbox.api.errors import ApiError


def discount_of(discounts: list[dict[str, Any]], subtotal: int, *, account: str) -> int:
    """
    Return what one coupon takes off a sum, in cents; half a cent is rounded up.

    :raises ApiError: 400 for more than one, or one that is used up; 404 when there is none of this name
    """
    if not discounts:
        return 0
    if len(discounts) > 1 or "coupon" not in discounts[0]:
        raise ApiError(400, "The sandbox takes one discount, with a coupon.", param="discounts")
    coupon = store.find("coupon", discounts[0]["coupon"], account=account).body
    if not coupon["valid"]:
        raise ApiError(400, f"Coupon expired: {coupon['id']}", code="coupon_expired", param="discounts[0][coupon]")
    if coupon["amount_off"] is not None:
        return min(int(coupon["amount_off"]), subtotal)
    return min(int(subtotal * float(coupon["percent_off"]) / 100 + 0.5), subtotal)
