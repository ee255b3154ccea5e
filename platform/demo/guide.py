"""What the demo's front page tells a visitor: shops, logins, test cards."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from demo.seed.content import ORDER, PASSWORD, PLATFORM_STAFF
from tenants.models import Domain, Membership, Role, Tenant
from tenants.selectors import open_shops

IMAGES = {
    "sous-verre": "img/vitrine-serre-fr.jpg",
    "bonne-pioche": "img/vitrine-brocante-fr.jpg",
    "four-anna": "img/vitrine-comptoir-fr.jpg",
}


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demo, and where they sign in."""

    role: Promise | str
    name: str
    email: str
    password: str
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A shop of this machine with the people who can sign in to it."""

    name: str
    tagline: str
    hostname: str
    url: str
    image: str
    logins: list[Login]


@dataclass(frozen=True, slots=True)
class TestCard:
    """A number to pay with, and what happens then."""

    number: str
    outcome: Promise | str

    @property
    def grouped(self) -> str:
        """Return the number as it stands on a card, in fours."""
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))


# https://docs.stripe.com/testing; the sandbox's own list is stripe_sandbox.rules.cards, a test holds both together.
TEST_CARDS = [
    TestCard("4242424242424242", _("pays")),
    TestCard("4000002500003155", _("asks for 3D Secure first, then pays")),
    TestCard("4000000000000002", _("declined")),
    TestCard("4000000000009995", _("declined: not enough money")),
    TestCard("4000000000000069", _("declined: the card has expired")),
    TestCard("4000000000000127", _("declined: wrong security code")),
    TestCard("4000000000000119", _("declined: an error at the bank")),
]


def demo_guide() -> list[DemoShop]:
    """Return the open shops, the three of the demo first, each with its people. Four queries."""
    shops = sorted(open_shops(), key=lambda tenant: (_place_of(tenant), tenant.name))
    people: dict[int, list[Membership]] = {}
    for membership in Membership.objects.filter(tenant__in=shops).select_related("user").order_by("pk"):
        people.setdefault(membership.tenant_id, []).append(membership)
    return [_as_demo_shop(tenant, people.get(tenant.pk, [])) for tenant in shops]


def platform_login() -> Login:
    """Return who signs in to the platform admin."""
    email, name = PLATFORM_STAFF
    return Login(_("platform staff"), name, email, PASSWORD, "/admin/", f"{settings.BASE_DOMAIN}/admin/")


def _place_of(tenant: Tenant) -> int:
    label = _domain_of(tenant).domain
    return ORDER.index(label) if label in ORDER else len(ORDER)


def _domain_of(tenant: Tenant) -> Domain:
    return tenant.domains.all()[0]  # prefetched, the primary one first


def _as_demo_shop(tenant: Tenant, people: list[Membership]) -> DemoShop:
    domain = _domain_of(tenant)
    ranks = list(Role)
    people = sorted(people, key=lambda membership: ranks.index(Role(membership.role)))
    logins = [_login(membership, domain) for membership in people] if domain.domain in ORDER else []
    return DemoShop(tenant.name, tenant.tagline, domain.hostname, domain.url, IMAGES.get(domain.domain, ""), logins)


def _login(membership: Membership, domain: Domain) -> Login:
    user: Any = membership.user
    role = Role(membership.role).label
    return Login(role, user.name, user.email, PASSWORD, f"{domain.url}backoffice/", f"{domain.hostname}/backoffice/")
