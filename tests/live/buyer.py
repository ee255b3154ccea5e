"""A customer who speaks plain HTTP: finds a product, fills in the checkout as its forms ask, orders."""

from dataclasses import dataclass, field

import httpx

from tests.forms import form_with
from tests.house import House


@dataclass
class Purchase:
    """How far a buyer came: `order_url` when it was ordered, `refusal` when they were told no; every status met."""

    order_url: str = ""
    refusal: str = ""
    statuses: list[int] = field(default_factory=list)

    @property
    def has_crashed(self) -> bool:
        return any(status >= 500 for status in self.statuses)


class Buyer:
    """One visitor of one shop, with their own cookies. `language` is that of the pages they read."""

    def __init__(self, house: House, shop: str, *, name: str, language: str = "en") -> None:
        self.client: httpx.Client = house.client(shop, follow_redirects=True)
        self.name, self.language = name, language
        self.purchase = Purchase()

    def __enter__(self) -> "Buyer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()

    def buys(self, variant_id: int, *, quantity: int = 1, payment_method: str = "at_collection") -> Purchase:
        """Put it in the cart and walk to the order page; stops where the shop says no."""
        self.put_in_cart(variant_id, quantity=quantity)
        for step, answers in (
            ("", self._contact),
            ("delivery/", self._delivery),
            ("review/", lambda _page: {"payment_method": payment_method}),
        ):
            page = self._get(f"/{self.language}/checkout/{step}")
            if not self._answer(page, **answers(page)):
                break
        return self.purchase

    def put_in_cart(self, variant_id: int, *, quantity: int = 1) -> None:
        """Press the product page's button."""
        self._post(f"/{self.language}/cart/lines/", {"variant": str(variant_id), "quantity": str(quantity)})

    def order_button(self, variant_id: int) -> tuple[str, dict[str, str]]:
        """Walk to the last step and return where its button sends what, without pressing it."""
        self.put_in_cart(variant_id)
        self._answer(page := self._get(f"/{self.language}/checkout/"), **self._contact(page))
        self._answer(page := self._get(f"/{self.language}/checkout/delivery/"), **self._delivery(page))
        page = self._get(f"/{self.language}/checkout/review/")
        form = form_with(page, "payment_method")
        return form.action or str(page.url.path), form.filled(payment_method="at_collection")

    def _contact(self, _page: httpx.Response) -> dict[str, str]:
        return {"name": self.name, "email": f"{self.name}@mail.test", "phone": "0400 00 12 34"}

    def _delivery(self, page: httpx.Response) -> dict[str, str]:
        return {"shipping_method": self._pickup(page), "note": self.name}

    def _pickup(self, page: httpx.Response) -> str:
        try:
            return form_with(page, "shipping_method").choices["shipping_method"][0]
        except AssertionError:
            return ""

    def _answer(self, page: httpx.Response, **values: str) -> bool:
        """Send the page's form filled in; False when the page has none (the shop said no) or says no to it."""
        try:
            form = form_with(page, next(iter(values)))
        except AssertionError:
            self.purchase.refusal = str(page.url.path)
            return False
        answer = self._post(form.action or str(page.url.path), form.filled(**values))
        if "/order/" in answer.url.path and answer.status_code == 200:
            self.purchase.order_url = answer.url.path
        elif answer.status_code != 200:
            self.purchase.refusal = f"{answer.url.path} {answer.status_code}"
            return False
        return True

    def _get(self, path: str) -> httpx.Response:
        return self._met(self.client.get(path))

    def _post(self, path: str, data: dict[str, str]) -> httpx.Response:
        return self._met(self.client.post(path, data=data))

    def _met(self, answer: httpx.Response) -> httpx.Response:
        self.purchase.statuses += [earlier.status_code for earlier in answer.history] + [answer.status_code]
        return answer
