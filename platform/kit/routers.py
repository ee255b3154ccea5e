"""Which database alias a model lives behind: the platform's tables or the bound shop's."""

from typing import Any

from django.apps import apps
from django.conf import settings

from kit.tenancy import current_tenant, tenant_or_none

PLATFORM_ALIAS = "platform"
SHOP_ALIAS = "default"


class SchemaRouter:
    """
    Send public apps to the alias `platform` and shop apps to `default`.

    Asking for a shop's model while no shop is bound raises NoTenantBound here, before any SQL;
    the database refuses as well, as its search path is then empty.
    """

    def _is_shop_app(self, app_label: str) -> bool:
        return apps.get_app_config(app_label).name in settings.SHOP_APPS

    def _is_shop_model(self, model: Any) -> bool:
        return self._is_shop_app(model._meta.app_label)  # noqa: SLF001 -- Django's documented way

    def _alias(self, model: Any) -> str:
        if self._is_shop_model(model):
            current_tenant()
            return SHOP_ALIAS
        return PLATFORM_ALIAS

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return self._alias(model)

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return self._alias(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """No foreign key joins a shop's schema to the public one."""
        return self._is_shop_model(one) == self._is_shop_model(other)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        if self._is_shop_app(app_label):
            return db == SHOP_ALIAS and tenant_or_none() is not None
        return db == PLATFORM_ALIAS
