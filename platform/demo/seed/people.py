"""The people of the demo; all sign in with the same password."""

from demo.seed.content import PASSWORD, PLATFORM_STAFF, ShopContent
from tenants.models import Membership, Role, Tenant, User
from tenants.services.add_member import add_member


def seed_platform_staff() -> User:
    """Make the one person of the platform's own staff. Safe to run twice."""
    email, name = PLATFORM_STAFF
    user = User.objects.filter(email=email).first()
    return user or User.objects.create_superuser(email, PASSWORD, name=name)


def seed_people(tenant: Tenant, shop: ShopContent) -> list[Membership]:
    """Give the shop its people, each named by their role, with the demo's password. Safe to run twice."""
    memberships = []
    for role, person in shop["person"].items():
        membership = add_member(tenant=tenant, role=Role(role), **person)
        if not membership.user.has_usable_password():
            membership.user.set_password(PASSWORD)
            membership.user.save(update_fields=["password"])
        memberships.append(membership)
    return memberships
