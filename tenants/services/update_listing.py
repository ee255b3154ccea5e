"""What the platform shows of a shop, and how its address answers, follows the shop's own settings."""

from django.db.models import F

from tenants.hosts import forget_hosts
from tenants.models import Tenant


def update_listing(*, tenant_id: int, name: str, tagline: str, postcode: str, languages: tuple[str, ...]) -> None:
    """Copy what the shopkeeper set to the public row. `languages`: the first is the shop's own. Safe to call twice."""
    Tenant.objects.filter(pk=tenant_id).update(
        name=name, tagline=tagline, postcode=postcode, languages=",".join(languages), generation=F("generation") + 1
    )
    forget_hosts()
