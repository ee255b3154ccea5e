"""The shops that are there begin with the trial of the first plan, from today on."""

import datetime as dt

from django.db import migrations


def begin_trials(apps, schema_editor):
    Plan, Tenant = apps.get_model("tenants", "Plan"), apps.get_model("tenants", "Tenant")
    Subscription = apps.get_model("billing", "Subscription")
    plan = Plan.objects.filter(is_public=True).order_by("position", "price_amount").first()
    if plan is None:
        return
    ends_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=max(plan.trial_days, 30))
    for tenant in Tenant.objects.filter(status__in=["active", "suspended"], subscription=None):
        Subscription.objects.create(tenant=tenant, state="trialing", trial_ends_at=ends_at)
        Tenant.objects.filter(pk=tenant.pk, plan=None).update(plan=plan)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("tenants", "0011_plan_of_a_shop")]

    operations = [migrations.RunPython(begin_trials, migrations.RunPython.noop)]
