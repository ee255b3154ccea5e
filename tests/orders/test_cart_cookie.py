"""What somebody may send as a cart."""

from orders import cart_cookie
from shops.pages.visitors import Basket


def test_a_text_that_is_too_long_to_be_a_cart_is_not_remembered(bakery):
    with bakery.entered():
        before = cart_cookie._read.cache_info().currsize
        assert cart_cookie.basket_of("x" * 100_000) == Basket()
        assert cart_cookie._read.cache_info().currsize == before

        largest = cart_cookie.sign(["t" * 64, 10_000, "s" * 64], purpose=cart_cookie.PURPOSE)
        assert cart_cookie.basket_of(largest) == Basket(10_000, True)
