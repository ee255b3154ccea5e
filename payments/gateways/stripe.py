"""
Stripe, through its official library: the only module that imports it.

A call for a shop names the shop's account, so it can't be forgotten: `shop_gateway(account_id)`
is the only way to one. Stripe's objects become our dataclasses here, by `to_dict()`: they are no
dicts any more (`.get` raises). Nothing here touches the database.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache, wraps
from http import HTTPStatus
from types import FunctionType
from typing import Any

import stripe
from django.conf import settings

from payments.gateways.base import (
    AccountDisconnected,
    AccountFacts,
    BadSignature,
    CheckoutSession,
    DisputeFacts,
    EventFacts,
    GatewayBroken,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    RefundFacts,
    SessionParams,
)
from payments.gateways.books import EntryFacts, PayoutFacts, entry_facts, method_of, payout_facts

CONNECT_SECONDS = 3.05
PATIENT_SECONDS = 20
HURRIED_SECONDS = 8  # a customer looks at an empty page meanwhile
PAGE_SIZE = 100  # the most that one list answers
ACCOUNT_PARTS = ["configuration.merchant", "requirements", "defaults"]
CAPABILITIES = ("card_payments", "bancontact_payments", "ideal_payments")


def is_configured() -> bool:
    """Say whether we may call Stripe at all. With the sandbox's play key the real Stripe is never called."""
    return bool(settings.STRIPE_SECRET_KEY) and bool(settings.STRIPE_API_BASE or not settings.STRIPE_SANDBOX)


def expects_live_events() -> bool:
    """Say whether our key is a live one; Stripe sends test events to live addresses too."""
    return str(settings.STRIPE_SECRET_KEY).startswith(("sk_live_", "rk_live_"))


@lru_cache(maxsize=4)
def _client(key: str, api_base: str, seconds: int, retries: int) -> stripe.StripeClient:
    """Return the process's client; it is safe for threads and keeps its connections."""
    return stripe.StripeClient(
        key,
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, seconds)),
        base_addresses={"api": api_base} if api_base else None,
    )


def _client_now(*, hurried: bool) -> stripe.StripeClient:
    if not is_configured():
        raise GatewayUnavailable("no Stripe key, or a sandbox without an address")
    seconds, retries = (HURRIED_SECONDS, 1) if hurried else (PATIENT_SECONDS, 2)
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, seconds, retries)


@contextmanager
def _our_errors() -> Iterator[None]:
    """Translate the library's errors for the block."""
    try:
        yield
    except stripe.StripeError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: stripe.StripeError) -> GatewayError:
    status, code = error.http_status or 0, _code_of(error)
    if isinstance(error, stripe.APIConnectionError | stripe.RateLimitError | stripe.AuthenticationError):
        return GatewayUnavailable(str(error))  # the last one: our key is wrong, nothing that a customer could do
    if status == HTTPStatus.CONFLICT:
        return GatewayUnavailable(str(error))  # our own first call with this key is still being worked on
    if HTTPStatus.OK <= status < HTTPStatus.BAD_REQUEST:
        return GatewayUnavailable(str(error))  # an answer that nobody can read: it may well be done
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not status:
        return GatewayBroken(str(error))
    if code == "account_invalid":
        return AccountDisconnected(str(error))
    return GatewayRefused(str(error), code=code, param=getattr(error, "param", None) or "")


@contextmanager
def _gone_is_disconnected() -> Iterator[None]:
    try:
        yield
    except stripe.StripeError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise AccountDisconnected(str(error)) from error
        raise


def _code_of(error: stripe.StripeError) -> str:
    """Return Stripe's own word for it; of a 403 the library leaves `code` empty, the body has it."""
    said = error.json_body.get("error") if isinstance(error.json_body, dict) else None
    return error.code or (str(said.get("code") or "") if isinstance(said, dict) else "")


@contextmanager
def platform_stripe(*, hurried: bool = False) -> Iterator[Any]:
    """
    Give API v1 of the platform's own account, for what shops pay us, with the library's errors translated.

    No call made with it names a shop's account: `billing.gateway` is the only one who may ask for it.
    """
    with _our_errors():
        yield _client_now(hurried=hurried).v1


_on_loss: list[Callable[[str], object]] = []


def register_loss_listener(listener: Callable[[str], object]) -> None:
    """Add someone who is told the account's id whenever a shop's call turns out to have lost its access; from AppConfig.ready()."""
    _on_loss.append(listener)


def _tells_of_loss(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(gateway: "ShopGateway", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(gateway, *args, **kwargs)
        except AccountDisconnected:
            for listener in _on_loss:
                listener(gateway.account_id)
            raise

    return call


def _watched(gateway: type["ShopGateway"]) -> type["ShopGateway"]:
    """Let every call for a shop, also one that is added later, tell at once that the account is lost (stripe.md, trap 40)."""
    for name, method in list(vars(gateway).items()):
        if not name.startswith("_") and isinstance(method, FunctionType):
            setattr(gateway, name, _tells_of_loss(method))
    return gateway


@_watched
class ShopGateway:
    """Stripe on behalf of one shop's account."""

    def __init__(self, account_id: str, *, hurried: bool) -> None:
        if not account_id:
            raise ValueError("a shop's call needs the shop's account")
        self.account_id = account_id
        self._hurried = hurried

    def create_session(self, params: SessionParams, *, idempotency_key: str) -> CheckoutSession:
        """
        Make the payment page of an attempt; the same key with the same parameters gives the same page.

        :raises GatewayError: see payments.gateways.base
        """
        with _our_errors():
            session = self._v1().checkout.sessions.create(params=params, options=self._options(idempotency_key))  # type: ignore[arg-type]
            return _session(session.to_dict())

    def fetch_session(self, session_id: str) -> CheckoutSession:
        """
        Return a payment page as it is now.

        :raises GatewayRefused: with the code resource_missing, if this account has no such page
        """
        with _our_errors():
            params = {"expand": ["payment_intent.latest_charge"]}
            return _session(self._v1().checkout.sessions.retrieve(session_id, params=params, options=self._options()).to_dict())

    def expire_session(self, session_id: str) -> CheckoutSession:
        """
        Close a payment page, and return it as it is then: it may have been paid just before.

        Never cancels its PaymentIntent, which belongs to the page (stripe.md, trap 12).
        """
        try:
            with _our_errors():
                return _session(self._v1().checkout.sessions.expire(session_id, options=self._options()).to_dict())
        except GatewayRefused:
            session = self.fetch_session(session_id)
            if session.is_open:
                raise
            return session

    def refund(
        self, *, payment_intent_id: str, amount: int, metadata: dict[str, str], idempotency_key: str, with_fee: bool = False
    ) -> RefundFacts:
        """
        Give `amount` cents of a payment back.

        `with_fee` gives our own fee back in proportion; only for a payment that had one.
        """
        params: Any = {
            "payment_intent": payment_intent_id,
            "amount": amount,
            "reason": "requested_by_customer",
            "metadata": metadata,
        }
        if with_fee:
            params["refund_application_fee"] = True
        with _our_errors():
            return _refund(self._v1().refunds.create(params=params, options=self._options(idempotency_key)).to_dict())

    def fetch_refund(self, refund_id: str) -> RefundFacts:
        """Return a refund as it is now."""
        with _our_errors():
            return _refund(self._v1().refunds.retrieve(refund_id, options=self._options()).to_dict())

    def list_refunds(self, *, payment_intent_id: str = "", charge_id: str = "", since: dt.datetime | None = None) -> list[RefundFacts]:
        """Return all refunds of a payment, or of the whole account made `since` then, newest first."""
        asked = {"payment_intent": payment_intent_id, "charge": charge_id, "created": _from(since), "limit": PAGE_SIZE}
        params = {name: value for name, value in asked.items() if value}
        with _our_errors():
            listed = self._v1().refunds.list(params=params, options=self._options())
            return [_refund(refund.to_dict()) for refund in listed.auto_paging_iter()]

    def fetch_dispute(self, dispute_id: str) -> DisputeFacts:
        """Return a dispute as it is now."""
        with _our_errors():
            return _dispute(self._v1().disputes.retrieve(dispute_id, options=self._options()).to_dict())

    def list_disputes(self, *, since: dt.datetime) -> list[DisputeFacts]:
        """Return all disputes of the account opened `since` then, newest first."""
        with _our_errors():
            listed = self._v1().disputes.list(params={"created": _from(since), "limit": PAGE_SIZE}, options=self._options())
            return [_dispute(dispute.to_dict()) for dispute in listed.auto_paging_iter()]

    def entries(self, *, since: int = 0, after: str = "", payout: str = "") -> tuple[list[EntryFacts], bool]:
        """
        Return a page of the account's books, the newest first, and whether there are more after it.

        `since`: only those of this second or later; `after`: only those behind this one; `payout`: only what it carries.
        """
        with _our_errors():
            page = self._v1().balance_transactions.list(
                params=_page_params(since=since, after=after, payout=payout, expand=["data.source"]), options=self._options()
            )
            return [entry_facts(each.to_dict()) for each in page.data], bool(page.has_more)

    def payouts(self, *, since: int = 0, after: str = "") -> tuple[list[PayoutFacts], bool]:
        """Return a page of what went to the bank, the newest first, and whether there are more after it."""
        with _our_errors():
            page = self._v1().payouts.list(params=_page_params(since=since, after=after), options=self._options())
            return [payout_facts(each.to_dict()) for each in page.data], bool(page.has_more)

    def _v1(self) -> Any:
        return _client_now(hurried=self._hurried).v1

    def _options(self, idempotency_key: str = "") -> Any:
        options = {"stripe_account": self.account_id}
        return options | ({"idempotency_key": idempotency_key} if idempotency_key else {})


def _page_params(*, since: int, after: str, payout: str = "", expand: list[str] | None = None) -> dict[str, Any]:
    params: dict[str, Any] = {"limit": PAGE_SIZE, "starting_after": after, "payout": payout, "expand": expand}
    return {name: value for name, value in params.items() if value} | ({"created": {"gte": since}} if since else {})


def shop_gateway(account_id: str, *, hurried: bool = False) -> ShopGateway:
    """Return Stripe on behalf of one shop's account. `hurried` when somebody waits for the page."""
    return ShopGateway(account_id, hurried=hurried)


def create_account(*, name: str, email: str, language: str, shop_id: int, idempotency_key: str) -> AccountFacts:
    """Open an account for a shop: its own Dashboard, Stripe collects its fees and bears its losses (stripe.md 1.1)."""
    params: Any = {
        "contact_email": email,
        "display_name": name,
        "identity": {"country": "be"},
        "dashboard": "full",
        "defaults": {
            "currency": "eur",
            "locales": [language],
            "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"},
        },
        "configuration": {"merchant": {"capabilities": {name: {"requested": True} for name in CAPABILITIES}}},
        "include": ACCOUNT_PARTS,
        "metadata": {"shop": str(shop_id)},
    }
    with _our_errors():
        account = _client_now(hurried=True).v2.core.accounts.create(params=params, options={"idempotency_key": idempotency_key})
        return _account(account.to_dict())


def fetch_account(account_id: str, *, hurried: bool = False) -> AccountFacts:
    """
    Return a shop's account as it is now.

    :raises AccountDisconnected: also when Stripe knows no such account any more: for us it is the same
    """
    params: Any = {"include": ACCOUNT_PARTS}
    with _our_errors(), _gone_is_disconnected():
        return _account(_client_now(hurried=hurried).v2.core.accounts.retrieve(account_id, params=params).to_dict())


def onboarding_url(account_id: str, *, return_url: str, refresh_url: str) -> str:
    """Return an address that works once, for some minutes: made on the click, never mailed or kept."""
    onboarding = {"refresh_url": refresh_url, "return_url": return_url, "collection_options": {"fields": "eventually_due"}}
    params: Any = {"account": account_id, "use_case": {"type": "account_onboarding", "account_onboarding": onboarding}}
    with _our_errors():
        return str(_client_now(hurried=True).v2.core.account_links.create(params=params).url)


def read_event(body: bytes, signature: str | None, *, secret: str | None = None) -> EventFacts:
    """
    Check the signature of a message and return what it says, thin or snapshot.

    `secret` is that of the address it was posted to, STRIPE_WEBHOOK_SECRET unless given; it may hold the old and the
    new one with a comma, while one is replaced.

    :raises BadSignature: if no secret fits, it is older than five minutes, or it can't be read
    """
    known = settings.STRIPE_WEBHOOK_SECRET if secret is None else secret
    for one in (part.strip() for part in known.split(",") if part.strip()):
        try:
            return _readable(_read_with(one, body, signature))
        except stripe.SignatureVerificationError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:  # the last: brackets in brackets
            raise BadSignature(f"unreadable: {type(error).__name__}") from error
    raise BadSignature("no secret fits")


def _readable(facts: EventFacts) -> EventFacts:
    """
    Return the facts, if the database can hold them.

    :raises ValueError: if there is a NUL in one of them, or half a character
    """
    if any(b"\x00" in str(value).encode() for value in asdict(facts).values()):
        raise ValueError("a NUL")
    return facts


def _read_with(secret: str, body: bytes, signature: str | None) -> EventFacts:
    client = _client_now(hurried=False)
    try:
        return _thin_event(client.parse_event_notification(body, signature, secret))
    except ValueError:  # it is a snapshot
        return _snapshot_event(client.construct_event(body, signature, secret).to_dict())


def _thin_event(notification: Any) -> EventFacts:
    related = getattr(notification, "related_object", None)
    return EventFacts(
        id=str(notification.id),
        type=str(notification.type).removeprefix("v1."),
        account_id=str(notification.context or ""),
        object_id=str(related.id) if related else "",
        is_live=bool(notification.livemode),
        created=str(notification.created),
    )


def _snapshot_event(event: dict[str, Any]) -> EventFacts:
    return EventFacts(
        id=event["id"],
        type=event["type"],
        account_id=event.get("account") or "",
        object_id=str(event["data"]["object"].get("id") or ""),
        is_live=bool(event["livemode"]),
        created=str(event["created"]),
    )


def _session(session: dict[str, Any]) -> CheckoutSession:
    intent = session.get("payment_intent")  # an id, or the whole of it when asked for
    whole: dict[str, Any] = intent if isinstance(intent, dict) else {"id": intent or "", "status": ""}
    return CheckoutSession(
        id=session["id"],
        status=session["status"],
        payment_status=session["payment_status"],
        amount=session["amount_total"],
        currency=session["currency"].upper(),
        url=session.get("url") or "",
        reference=session.get("client_reference_id") or "",
        payment_intent_id=whole["id"],
        intent_status=whole["status"],
        method=method_of(whole.get("latest_charge")),
        metadata=dict(session.get("metadata") or {}),
    )


def _refund(refund: dict[str, Any]) -> RefundFacts:
    return RefundFacts(
        id=refund["id"],
        status=refund["status"],
        amount=refund["amount"],
        failure_reason=refund.get("failure_reason") or "",
        payment_intent_id=refund.get("payment_intent") or "",
        metadata=dict(refund.get("metadata") or {}),
    )


def _dispute(dispute: dict[str, Any]) -> DisputeFacts:
    evidence = dispute.get("evidence_details") or {}
    due_by = evidence.get("due_by")
    return DisputeFacts(
        id=dispute["id"],
        status=dispute["status"],
        amount=dispute["amount"],
        currency=dispute["currency"].upper(),
        reason=dispute.get("reason") or "",
        payment_intent_id=dispute.get("payment_intent") or "",
        is_refundable=bool(dispute.get("is_charge_refundable")),
        created_at=dt.datetime.fromtimestamp(dispute["created"], dt.UTC),
        evidence_due_at=dt.datetime.fromtimestamp(due_by, dt.UTC) if due_by else None,
        has_evidence=bool(evidence.get("has_evidence")),
    )


def _from(since: dt.datetime | None) -> dict[str, int]:
    return {"gte": int(since.timestamp())} if since is not None else {}


def _account(account: dict[str, Any]) -> AccountFacts:
    merchant = (account.get("configuration") or {}).get("merchant") or {}
    requirements = account.get("requirements") or {}
    entries = requirements.get("entries") or []
    deadline = (requirements.get("summary") or {}).get("minimum_deadline") or {}
    return AccountFacts(
        id=account["id"],
        capabilities={name: (known or {}).get("status", "") for name, known in (merchant.get("capabilities") or {}).items()},
        open_requirements=tuple(entry["description"] for entry in entries if entry.get("awaiting_action_from", "user") == "user"),
        is_closed=bool(account.get("closed")),
        deadline=str(deadline.get("time") or ""),
    )
