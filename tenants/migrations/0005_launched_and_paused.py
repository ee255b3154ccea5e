"""Shops open when they are launched. Those that are there have been open all along."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_four_roles")]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="launched_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="launched at"),
        ),
        migrations.AddField(
            model_name="tenant",
            name="paused_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="paused until"),
        ),
        migrations.RunSQL("UPDATE tenants_tenant SET launched_at = created_at", migrations.RunSQL.noop),
    ]
