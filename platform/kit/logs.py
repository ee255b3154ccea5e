"""Every log line says for which shop it was written."""

import logging

from kit.tenancy import tenant_or_none


class TenantFilter(logging.Filter):
    """Adds `tenant` to each record: the schema's name, or `-` on the platform."""

    def filter(self, record: logging.LogRecord) -> bool:
        tenant = tenant_or_none()
        record.tenant = tenant.schema_name if tenant else "-"
        return True
