"""Which plan a shop has, and for which of two reasons it is suspended."""

import django.db.models.deletion
from django.db import migrations, models


def staff_suspended_those_before(apps, schema_editor):
    apps.get_model("tenants", "Tenant").objects.filter(status="suspended").update(is_held=True)


class Migration(migrations.Migration):
    dependencies = [("tenants", "0010_first_plans")]

    operations = [
        migrations.AddField(
            "tenant",
            "plan",
            models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="tenants.plan", verbose_name="plan"),
        ),
        migrations.AddField("tenant", "is_held", models.BooleanField(default=False, editable=False, verbose_name="suspended by us")),
        migrations.AddField(
            "tenant", "is_unpaid", models.BooleanField(default=False, editable=False, verbose_name="suspended because it is not paid")
        ),
        migrations.RunPython(staff_suspended_those_before, migrations.RunPython.noop, elidable=False),
    ]
