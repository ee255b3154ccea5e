"""What a customer was told of and did not get is a figure of the order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_money_that_went_back")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="owed_amount",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
    ]
