"""A shop has another plan from now on, whoever chose it."""

from billing.models import Subscription
from shops.services.record_event import record_in_schema
from tenants.models import Plan, Tenant


def put_in_force(row: Subscription, plan: Plan) -> None:
    """Give a shop another plan and write it into its log; part of the platform's current transaction. Safe to call twice."""
    if row.tenant.plan_id == plan.pk:
        return
    Tenant.objects.filter(pk=row.tenant_id).update(plan=plan)
    row.tenant.plan = plan
    record_in_schema(row.tenant.schema_name, kind="plan_changed", plan=plan.names.get("fr", plan.code))
