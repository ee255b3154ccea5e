"""What every call for a shop has in common: it names the shop's account, and tells at once when our access to it is lost."""

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from payments.gateways.base import AccountDisconnected
from payments.gateways.stripe.client import client_now

_on_loss: list[Callable[[str], object]] = []


def register_loss_listener(listener: Callable[[str], object]) -> None:
    """Add someone who is told the account's id whenever a shop's call turns out to have lost its access; from AppConfig.ready()."""
    _on_loss.append(listener)


class ShopCalls:
    """
    Stripe on behalf of one shop's account; each kind of thing that is asked adds its methods in a class of its own.

    Every public method of such a class, also one that is added later, tells of a lost access (stripe.md, trap 40).
    """

    def __init__(self, account_id: str, *, hurried: bool) -> None:
        if not account_id:
            raise ValueError("a shop's call needs the shop's account")
        self.account_id = account_id
        self._hurried = hurried

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, method in list(vars(cls).items()):
            if not name.startswith("_") and isinstance(method, FunctionType):
                setattr(cls, name, _tells_of_loss(method))

    def _v1(self) -> Any:
        return client_now(hurried=self._hurried).v1

    def _options(self, idempotency_key: str = "") -> Any:
        options = {"stripe_account": self.account_id}
        return options | ({"idempotency_key": idempotency_key} if idempotency_key else {})


def _tells_of_loss(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(gateway: ShopCalls, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(gateway, *args, **kwargs)
        except AccountDisconnected:
            for listener in _on_loss:
                listener(gateway.account_id)
            raise

    return call
