"""The books: Stripe's balance transactions and payouts."""

from typing import Any

from payments.gateways.books import EntryFacts, PayoutFacts, entry_facts, payout_facts
from payments.gateways.stripe import lists
from payments.gateways.stripe.client import our_errors
from payments.gateways.stripe.shop_calls import ShopCalls


class BookCalls(ShopCalls):
    """The books of one shop's account."""

    def entries(self, *, since: int = 0, after: str = "", payout: str = "") -> tuple[list[EntryFacts], bool]:
        """
        Return a page of the account's books, the newest first, and whether there are more after it.

        `since`: only those of this second or later; `after`: only those behind this one; `payout`: only what it carries.
        """
        with our_errors():
            page = self._v1().balance_transactions.list(
                params=_page_params(since=since, after=after, payout=payout, expand=["data.source"]), options=self._options()
            )
            return [entry_facts(each.to_dict()) for each in page.data], bool(page.has_more)

    def payouts(self, *, since: int = 0, after: str = "") -> tuple[list[PayoutFacts], bool]:
        """Return a page of what went to the bank, the newest first, and whether there are more after it."""
        with our_errors():
            page = self._v1().payouts.list(params=_page_params(since=since, after=after), options=self._options())
            return [payout_facts(each.to_dict()) for each in page.data], bool(page.has_more)


def _page_params(*, since: int, after: str, payout: str = "", expand: list[str] | None = None) -> dict[str, Any]:
    params: dict[str, Any] = {"limit": lists.PAGE_SIZE, "starting_after": after, "payout": payout, "expand": expand}
    return {name: value for name, value in params.items() if value} | ({"created": {"gte": since}} if since else {})
