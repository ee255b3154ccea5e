"""Whose a session is, so that it can be shown and ended. Those from before say it to nobody: all sign in once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0005_launched_and_paused")]

    operations = [
        migrations.RunSQL("DELETE FROM tenants_session", migrations.RunSQL.noop),
        migrations.AddField("session", "user_id", models.PositiveBigIntegerField(db_index=True, null=True, verbose_name="person")),
        migrations.AddField(
            "session", "device", models.CharField(blank=True, default="", max_length=200, verbose_name="device"), preserve_default=False
        ),
        migrations.AddField("session", "began_at", models.DateTimeField(null=True, verbose_name="began at")),
        migrations.AddField("session", "seen_at", models.DateTimeField(null=True, verbose_name="last used at")),
    ]
