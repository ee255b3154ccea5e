"""Shops open when they are launched. Those that are there have been open all along."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shops", "0005_shop_event")]

    operations = [
        migrations.AddField(
            model_name="shopsettings",
            name="by_appointment",
            field=models.BooleanField(db_default=False, default=False, verbose_name="by appointment"),
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="takes_cards",
            field=models.BooleanField(db_default=False, default=False, verbose_name="cards or phones at the counter"),
        ),
        *(
            migrations.AddField(
                model_name="shopsettings",
                name=name,
                field=models.DateTimeField(blank=True, editable=False, null=True),
            )
            for name in ("launched_at", "tested_at", "guide_closed_at")
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="paused_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL("UPDATE shops_shopsettings SET launched_at = created_at, guide_closed_at = created_at", migrations.RunSQL.noop),
    ]
