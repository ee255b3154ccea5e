"""A shop and its own account at Stripe."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.dateparse import parse_datetime

from kit import clock
from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from kit.tenancy import current_tenant
from payments.gateways.base import AccountDisconnected, AccountFacts
from payments.gateways.stripe import create_account, fetch_account, onboarding_url
from payments.models import PROVIDER, AccountState, StripeAccount
from payments.rules.account_state import account_state
from payments.selectors.accounts import current_account
from payments.services._soon import work_soon
from payments.services.account_mails import write_account_state_mails
from shops.services.record_event import record_event
from tenants.models import ExternalAccount


class AccountOfAnotherShop(Exception):
    """This account takes the money of another shop."""


class AnotherAccountTakesMoney(Exception):
    """The shop has an account in use by now: that one is disconnected first. Shown to the owner."""


def connect_account(*, stripe_account_id: str) -> StripeAccount:
    """
    Make an account the one that takes this shop's money; returns its row, whose state is not asked yet.

    The public row comes first: a message about the account must find the shop. An earlier account
    stays, with its payments and refunds. Safe to call twice.

    :raises AccountOfAnotherShop: if another shop has it
    """
    with transaction.atomic(using=PLATFORM_ALIAS):
        known, _created = ExternalAccount.objects.get_or_create(
            provider=PROVIDER, external_id=stripe_account_id, defaults={"tenant_id": current_tenant().id}
        )
    if known.tenant_id != current_tenant().id:
        raise AccountOfAnotherShop(stripe_account_id)
    with transaction.atomic(using=SHOP_ALIAS):
        StripeAccount.objects.filter(is_current=True).exclude(stripe_account_id=stripe_account_id).update(is_current=False)
        account, created = StripeAccount.objects.update_or_create(stripe_account_id=stripe_account_id, defaults={"is_current": True})
        if created:
            record_event(kind="payments_account", account=stripe_account_id)
    return account


def refresh_account(*, stripe_account_id: str, now: dt.datetime, hurried: bool = False) -> StripeAccount:
    """
    Ask Stripe what the account may do, and keep it. Safe to run twice; to be called outside a transaction.

    :raises GatewayError: if Stripe does not say
    """
    try:
        facts = fetch_account(stripe_account_id, hurried=hurried)
    except AccountDisconnected:
        return mark_disconnected(stripe_account_id=stripe_account_id, now=now)
    return _keep(facts, now=now)


@transaction.atomic(using=SHOP_ALIAS)
def mark_disconnected(*, stripe_account_id: str, now: dt.datetime) -> StripeAccount:
    """Note that the shop took our access away: the checkout offers no online payment from now on."""
    account = StripeAccount.objects.select_for_update().get(stripe_account_id=stripe_account_id)
    before, account.state = account.state, AccountState.DISCONNECTED
    account.capabilities, account.requirements, account.deadline_at = {}, [], None
    _tell(account, before=before, now=now)
    account.checked_at = now
    account.save(update_fields=["state", "capabilities", "requirements", "deadline_at", "checked_at", "updated_at"])
    return account


def note_loss(stripe_account_id: str) -> None:
    """Note that a call found our access to an account gone; one that this shop does not have is nothing. Safe to run twice."""
    if StripeAccount.objects.filter(stripe_account_id=stripe_account_id).exists():
        mark_disconnected(stripe_account_id=stripe_account_id, now=clock.now())


@transaction.atomic(using=SHOP_ALIAS)
def leave_account() -> StripeAccount | None:
    """
    Let no account take the shop's money any more, until the owner connects one; returns the one that did.

    Pages that are open may still be paid on, and what was paid stays with that account: refunds and disputes go there
    (stripe.md, trap 42). At Stripe nothing changes, so `take_up_account` leads back. Safe to run twice.
    """
    account = StripeAccount.objects.select_for_update().filter(is_current=True).first()
    if account is not None:
        account.is_current = False
        account.save(update_fields=["is_current", "updated_at"])
        record_event(kind="payments_left", account=account.stripe_account_id)
    return account


def take_up_account(*, stripe_account_id: str, now: dt.datetime) -> StripeAccount:
    """
    Let an account of before take the shop's money again, as Stripe still grants us access to it; returns it as it stands.

    Stripe is asked first, outside a transaction. Safe to run twice.

    :raises AnotherAccountTakesMoney: if one is connected and not lost
    :raises AccountDisconnected: if our access is gone; then nothing has changed but its noted state
    :raises GatewayError: if Stripe does not say
    """
    current = current_account()
    if current is not None and current.state != AccountState.DISCONNECTED and current.stripe_account_id != stripe_account_id:
        raise AnotherAccountTakesMoney(current.stripe_account_id)
    account = refresh_account(stripe_account_id=stripe_account_id, now=now, hurried=True)
    if account.state == AccountState.DISCONNECTED:
        raise AccountDisconnected(stripe_account_id)
    with transaction.atomic(using=SHOP_ALIAS):
        taken = StripeAccount.objects.select_for_update().get(stripe_account_id=stripe_account_id)
        if not taken.is_current:
            record_event(kind="payments_back", account=stripe_account_id)
    return connect_account(stripe_account_id=stripe_account_id)


def start_onboarding(*, return_url: str, refresh_url: str, name: str, email: str, now: dt.datetime) -> str:
    """
    Return the address where the shopkeeper gives Stripe the shop's details; makes the account if there is none.

    Safe to call twice: the key of the account is the shop's, counted by the accounts it has had. Another owner, or another
    name of the shop, asks with another key: Stripe refuses other words with the same one.

    :raises GatewayError: if Stripe does not answer
    """
    account = current_account()
    if account is None or account.state == AccountState.DISCONNECTED:
        shop = current_tenant()
        said = hashlib.sha256(repr((name, email, shop.languages[0])).encode()).hexdigest()[:12]
        key = f"acct-{shop.id}-{StripeAccount.objects.count()}-{said}"
        facts = create_account(name=name, email=email, language=shop.languages[0], shop_id=shop.id, idempotency_key=key)
        account = connect_account(stripe_account_id=facts.id)
        _keep(facts, now=now)
    url = onboarding_url(account.stripe_account_id, return_url=return_url, refresh_url=refresh_url)
    with transaction.atomic(using=SHOP_ALIAS):
        record_event(kind="payments_details")
    return url


@transaction.atomic(using=SHOP_ALIAS)
def _keep(facts: AccountFacts, *, now: dt.datetime) -> StripeAccount:
    account = StripeAccount.objects.select_for_update().get(stripe_account_id=facts.id)
    before = account.state
    account.capabilities = dict(facts.capabilities)
    account.requirements = list(facts.open_requirements)
    account.deadline_at = parse_datetime(facts.deadline) if facts.deadline else None
    account.state = account_state(
        capabilities=facts.capabilities,
        open_requirements=facts.open_requirements,
        is_closed=facts.is_closed,
        was_ready=before in (AccountState.READY, AccountState.RESTRICTED),
    )
    _tell(account, before=before, now=now)
    if before == AccountState.DISCONNECTED != account.state:
        work_soon(now)  # payments that we could not see can be looked at again: reconcile_attempts
    account.checked_at = now
    account.save(update_fields=["state", "capabilities", "requirements", "deadline_at", "checked_at", "updated_at"])
    return account


def _tell(account: StripeAccount, *, before: str, now: dt.datetime) -> None:
    """Write a change of state into the shop's log, and to its owners when it matters for customers."""
    if account.state == before:
        return
    record_event(kind="payments_state", account_state=str(account.state))
    if account.is_current:
        write_account_state_mails(account, now=now)
