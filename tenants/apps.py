from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kit.tenancy import register_tenant_loader


class TenantsConfig(AppConfig):
    """Who has a shop, under which hostname, who may work in it."""

    name = "tenants"
    verbose_name = _("Shops and their people")

    def ready(self) -> None:
        from tenants import mfa
        from tenants.selectors import tenant_ref_by_id

        register_tenant_loader(tenant_ref_by_id)
        mfa.register()
