"""
Owner, manager, counter, accountant in place of owner and staff.

Who was staff becomes manager: they looked after products, prices and canceled orders, and as a
counter nobody but the owner could open these the next morning. What a manager may do beyond it
(texts, look, delivery) is written down for the owner, who can make them a counter with one tap.
"""

from django.db import migrations, models

ROLES = [("owner", "owner"), ("manager", "manager"), ("counter", "counter"), ("accountant", "accountant")]


def name_anew(apps, schema_editor):
    memberships = apps.get_model("tenants", "Membership").objects.using(schema_editor.connection.alias)
    memberships.filter(role="staff").update(role="manager")


def name_as_before(apps, schema_editor):
    memberships = apps.get_model("tenants", "Membership").objects.using(schema_editor.connection.alias)
    memberships.exclude(role="owner").update(role="staff")


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_names_for_the_admin")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(choices=ROLES, default="counter", max_length=12, verbose_name="role"),
        ),
        migrations.RunPython(name_anew, name_as_before),
    ]
