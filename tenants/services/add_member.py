"""Giving a person a role in a shop."""

from tenants.models import Membership, Role, Tenant, User


def add_member(*, tenant: Tenant, email: str, role: Role, name: str = "", language: str = "fr") -> Membership:
    """
    Give the person with this e-mail a role in a shop; the person is created when new.

    Safe to call twice: the role is set to the one given. They sign in by a code sent to `email`.
    """
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name, language=language)
    membership, _created = Membership.objects.update_or_create(user=user, tenant=tenant, defaults={"role": role})
    return membership
