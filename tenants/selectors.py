"""Reads over the platform's tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import BooleanField, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL

from kit.clock import now
from kit.tenancy import TenantRef, current_tenant
from tenants.models import Domain, Membership, Plan, Role, Session, SupportGrant, Tenant, TenantStatus, User
from tenants.models.domain import hostname_of

# A shop whose schema is gone must be seen as gone, whatever its row says: else it would be served
# without its tables. to_regnamespace is one look into a catalog cache.
_SCHEMA_EXISTS = RawSQL("to_regnamespace(quote_ident(tenants_tenant.schema_name)) IS NOT NULL", [], BooleanField())

# The name that a shop's visitors are led to; an own hostname that nobody has verified leads nowhere.
_SERVED = Q(verified_at__isnull=False) | ~Q(domain__contains=".")
_MAIN = Domain.objects.filter(_SERVED, tenant=OuterRef("tenant"), is_primary=True)


def tenant_ref_by_hostname(hostname: str) -> TenantRef | None:
    """
    Return the shop a normal hostname leads to, or None; one query.

    Own hostnames count only once verified. Where it is not the shop's main one, `moved_to` names that. A shop
    whose schema does not exist has the status "creating", which is answered 503.
    """
    base = f".{settings.BASE_DOMAIN}"
    label = hostname.removesuffix(base) if hostname.endswith(base) else hostname
    if hostname.endswith(base) == ("." in label):
        return None
    found = Domain.objects.filter(domain=label).select_related("tenant")
    domain = found.annotate(schema_exists=_SCHEMA_EXISTS, main=Subquery(_MAIN.values("domain")[:1])).first()
    if domain is None or not domain.is_served:
        return None
    tenant = domain.tenant
    if not domain.schema_exists and tenant.status in (TenantStatus.ACTIVE, TenantStatus.SUSPENDED):
        tenant.status = TenantStatus.CREATING
    return tenant.ref(hostname=hostname, main_hostname=hostname_of(domain.main) if domain.main else "")


def tenant_ref_by_id(tenant_id: int) -> TenantRef:
    """
    Return a shop by id, with its primary hostname, fresh from the database; two queries.

    :raises LookupError: if there is no such shop
    """
    tenant = Tenant.objects.filter(pk=tenant_id).prefetch_related(_primary_first()).first()
    if tenant is None:
        raise LookupError(f"No shop {tenant_id}.")
    return ref_of(tenant)


def ref_of(tenant: Tenant) -> TenantRef:
    """Return what the code may know of a shop, reached by its primary hostname, or by its first while that is not verified."""
    domains = sorted((domain for domain in tenant.domains.all() if domain.is_served), key=lambda domain: not domain.is_primary)
    return tenant.ref(hostname=domains[0].hostname if domains else "")


def open_shops() -> Sequence[Tenant]:
    """Return the listed shops that have opened, also those that pause, by name, each with its domains and its window; two queries."""
    listed = Tenant.objects.active().filter(is_listed=True, launched_at__isnull=False)
    return list(listed.select_related("window").prefetch_related(_primary_first()).order_by("name"))


def plan_of(tenant_id: int) -> Plan | None:
    """Return the plan in force for a shop; None means without limits and without fee. One query."""
    return Plan.objects.filter(tenant=tenant_id).first()


def fee_basis_points() -> int:
    """Return the platform's part of a sale of the bound shop, paid online, in hundredths of a percent. One query."""
    plan = plan_of(current_tenant().id)
    return plan.fee_basis_points if plan is not None else 0


def shops_of(user: User) -> Sequence[Membership]:
    """Return a person's memberships in shops that have a schema, by name, with shop, its window and domains."""
    return list(
        Membership.objects.filter(user=user, tenant__status__in=[TenantStatus.ACTIVE, TenantStatus.SUSPENDED])
        .select_related("tenant__window")
        .prefetch_related(Prefetch("tenant__domains", Domain.objects.order_by("-is_primary")))
        .order_by("tenant__name")
    )


def membership_of(user: User, tenant_id: int) -> Membership | None:
    """Return a person's membership in one shop, or None."""
    return Membership.objects.filter(user=user, tenant_id=tenant_id).first()


@dataclass(frozen=True)
class Hostnames:
    """`shown` is the address people know; `lasting` stays the shop's when it changes that, so it is what is printed in QR codes."""

    shown: str
    lasting: str


def hostnames_of(tenant_id: int) -> Hostnames:
    """
    Return the hostnames of a shop; one query.

    The lasting one is a label under the base domain: its row is never taken away nor given to another
    shop, neither by a rename nor by an own domain, and no registrar can let it expire.
    """
    domains = sorted(Domain.objects.filter(tenant_id=tenant_id), key=lambda domain: (not domain.is_primary, -domain.pk))
    lasting = next((domain for domain in domains if domain.is_subdomain), domains[0])
    shown = next((domain for domain in domains if domain.is_subdomain or domain.verified_at), lasting)
    return Hostnames(shown=shown.hostname, lasting=lasting.hostname)


def team_of(tenant_id: int) -> list[Membership]:
    """Return everybody who works in a shop, with the person: owners first, then by role and name."""
    ranks = list(Role)
    team = Membership.objects.filter(tenant_id=tenant_id).select_related("user")
    return sorted(team, key=lambda member: (ranks.index(Role(member.role)), str(member.user).casefold()))


def support_grant_of(user: User, tenant_id: int) -> SupportGrant | None:
    """Return what lets a person of the platform's staff into a shop at this moment, or None. Superusers too need one."""
    if not (user.is_staff and user.is_active):
        return None
    return SupportGrant.objects.live(now()).filter(user=user, tenant_id=tenant_id).select_related("user").order_by("-granted_at").first()


def support_requests(tenant_id: int) -> list[SupportGrant]:
    """Return what people of the platform ask of a shop's owner, with the person, the oldest first."""
    return list(SupportGrant.objects.asked().filter(tenant_id=tenant_id, user__is_staff=True).select_related("user").order_by("pk"))


def open_support(tenant_id: int) -> list[SupportGrant]:
    """Return the consents of a shop that hold at this moment, with the person, but those that came of another."""
    found = SupportGrant.objects.live(now()).filter(tenant_id=tenant_id, came_of=None)
    return list(found.select_related("user").order_by("expires_at"))


def sessions_of(user_id: int, *, scope_id: int | None = None) -> list[Session]:
    """Return the live sessions of a person, in one shop or everywhere, the last used first."""
    found = Session.objects.filter(user_id=user_id, expire_date__gt=now()).order_by("-seen_at", "-began_at")
    return list(found if scope_id is None else found.filter(scope_id=scope_id))


def names_of_scopes(scope_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of shops by id; the platform, 0, is not among them."""
    return dict(Tenant.objects.filter(pk__in=list(scope_ids)).values_list("pk", "name"))


def _primary_first() -> Prefetch:
    return Prefetch("domains", Domain.objects.order_by("-is_primary"))
