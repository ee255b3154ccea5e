"""The log of what happened in the shop, and the rule that nobody rewrites it."""

import django.utils.timezone
from django.db import migrations, models

# For each statement, so that one that would touch no row is refused as well; ALWAYS, so that no setting of a
# session passes it by. Roles do not matter: a trigger holds for the table's owner too.
APPEND_ONLY = """
CREATE FUNCTION shops_shopevent_stays() RETURNS trigger LANGUAGE plpgsql AS $stays$
BEGIN
    RAISE EXCEPTION 'What happened in a shop is added to, never changed or taken away.' USING ERRCODE = 'insufficient_privilege';
END
$stays$;
CREATE TRIGGER shops_shopevent_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON shops_shopevent
    FOR EACH STATEMENT EXECUTE FUNCTION shops_shopevent_stays();
ALTER TABLE shops_shopevent ENABLE ALWAYS TRIGGER shops_shopevent_stays;
"""
ANYTHING_GOES = """
DROP TRIGGER shops_shopevent_stays ON shops_shopevent;
DROP FUNCTION shops_shopevent_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("shops", "0004_home_sections")]

    operations = [
        migrations.CreateModel(
            name="ShopEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("user_id", models.BigIntegerField(null=True)),
                ("user_name", models.CharField(blank=True, max_length=80)),
                ("support_reason", models.CharField(blank=True, max_length=300)),
                ("kind", models.CharField(max_length=40)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["user_id", "-id"], name="shop_event_by_person"),
                    models.Index(fields=["kind", "-id"], name="shop_event_by_kind"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, ANYTHING_GOES),
    ]
