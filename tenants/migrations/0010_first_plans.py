"""Two plans to begin with, and a wake-up for each shop, so that its window on the platform's pages is filled."""

import datetime as dt

from django.db import migrations

# Placeholders: the owner of the platform sets the real amounts in the admin.
PLANS = [
    {
        "code": "basic",
        "names": {"fr": "Base", "nl": "Basis", "en": "Basic", "de": "Basis"},
        "price_amount": 1900,
        "max_products": 200,
        "max_people": 3,
        "position": 1,
    },
    {
        "code": "plus",
        "names": {"fr": "Plus", "nl": "Plus", "en": "Plus", "de": "Plus"},
        "price_amount": 3900,
        "max_products": None,
        "max_people": None,
        "position": 2,
    },
]


def add_plans(apps, schema_editor):
    Plan = apps.get_model("tenants", "Plan")
    for plan in PLANS:
        Plan.objects.get_or_create(code=plan["code"], defaults={**plan, "trial_days": 30, "fee_basis_points": 0, "is_public": True})


def wake_each_shop(apps, schema_editor):
    Tenant, WakeUp = apps.get_model("tenants", "Tenant"), apps.get_model("tenants", "WakeUp")
    moment = dt.datetime.now(dt.UTC)
    WakeUp.objects.bulk_create(WakeUp(tenant=tenant, due_at=moment) for tenant in Tenant.objects.filter(status="active"))


class Migration(migrations.Migration):
    dependencies = [("tenants", "0009_windows_and_plans")]

    operations = [
        migrations.RunPython(add_plans, migrations.RunPython.noop),
        migrations.RunPython(wake_each_shop, migrations.RunPython.noop),
    ]
