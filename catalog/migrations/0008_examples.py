"""Products that a new shop comes with, to show how it will look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_scan_count")]

    operations = [
        migrations.AddField(
            model_name="product", name="is_example", field=models.BooleanField(db_default=False, default=False, editable=False)
        )
    ]
