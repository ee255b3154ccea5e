"""A customer who pays online: from the shop to the hosted payment page and back, over plain HTTP."""

import re
from urllib.parse import urljoin, urlsplit

import httpx

from tests.house import House
from tests.live.buyer import Buyer

CARD = {"method": "card", "expiry": "12/34", "cvc": "123", "name": "Camille"}
GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"
MOST_REDIRECTS = 6


class Payer:
    """
    A browser that goes from host to host of the house, as redirects lead it; nothing is looked up in the DNS.

    `order_url` is the customer's own page of the order, `payment_page` the page at Stripe where they are to pay.
    """

    def __init__(self, house: House, shop: str, *, name: str) -> None:
        self.house, self.shop, self.name = house, shop, name
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{house.port}", timeout=60, trust_env=False)
        self.order_url = self.payment_page = ""

    def __enter__(self) -> "Payer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()

    def orders(self, variant_id: int) -> bool:
        """Order one piece, to be paid online; says whether the payment page was reached."""
        button, data = self._last_button(variant_id)
        placed = self._send("POST", button, data, follow=False)
        self.order_url = _order_url(placed)
        return bool(self.order_url) and self.goes_to_pay()

    def goes_to_pay(self) -> bool:
        """Press "Pay now" on the order's page; says whether it leads to the payment page."""
        page = self._send("GET", f"{self.order_url}payment/")
        self.payment_page = str(page.url) if "/c/pay/" in page.url.path and page.status_code == 200 else ""
        return bool(self.payment_page)

    def types_card(self, number: str = GOOD_CARD, *, comes_back: bool = True) -> httpx.Response:
        """Fill in the payment page with a card; without `comes_back` the window is closed at the end."""
        return self._send("POST", self.payment_page, CARD | {"number": number}, follow=comes_back)

    def pays_by_bancontact(self, *, answer: str = "authorise", comes_back: bool = True) -> httpx.Response:
        """Choose Bancontact and answer the bank's page: authorise, fail, leave or authorise_and_close."""
        bank = self._send("POST", self.payment_page, {"method": "bancontact"})
        return self._send("POST", str(bank.url), {"answer": answer}, follow=comes_back)

    def _last_button(self, variant_id: int) -> tuple[str, dict[str, str]]:
        """Walk to the last step of the checkout; returns where its button sends what."""
        with Buyer(self.house, self.shop, name=self.name) as buyer:
            path, data = buyer.order_button(variant_id)
            self.client.cookies.update(dict(buyer.client.cookies))
        return self._at_shop(urlsplit(path).path), data | {"payment_method": "online"}

    def _at_shop(self, path: str) -> str:
        return self.house.url(self.shop, path)

    def _send(self, method: str, address: str, data: dict[str, str] | None = None, *, follow: bool = True) -> httpx.Response:
        """Ask for an address and follow where it leads; the answer's `url` names the host that gave it."""
        address = address if address.startswith("http") else self._at_shop(address)
        for _redirect in range(MOST_REDIRECTS):
            parts = urlsplit(address)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = self.client.request(method, target, data=data, headers={"Host": parts.netloc, "Accept-Language": "en"})
            if not (follow and answer.is_redirect):
                break
            address, method, data = urljoin(address, answer.headers["Location"]), "GET", None
        answer.request.url = httpx.URL(address)
        return answer


def _order_url(placed: httpx.Response) -> str:
    found = re.search(r"/[a-z]{2}/order/[^/]+/", placed.headers.get("Location", ""))
    return found.group(0) if found else ""
