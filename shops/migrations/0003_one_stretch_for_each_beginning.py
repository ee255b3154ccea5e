"""Two people who saved at the same moment left each stretch of the week several times: the first of each stays."""

from django.db import migrations, models

FORGET_COPIES = """
DELETE FROM shops_openinghours AS later USING shops_openinghours AS first
WHERE later.weekday = first.weekday AND later.opens = first.opens AND later.id > first.id
"""


class Migration(migrations.Migration):
    dependencies = [("shops", "0002_texts_in_four_languages")]

    operations = [
        migrations.RunSQL(FORGET_COPIES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.UniqueConstraint(fields=("weekday", "opens"), name="one_stretch_for_each_beginning"),
        ),
    ]
