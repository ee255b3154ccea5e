"""Orders that the shop's people place to try it, before it is launched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_holds_and_shop_words")]

    operations = [
        migrations.AddField(model_name="order", name="is_test", field=models.BooleanField(db_default=False, default=False, editable=False)),
        migrations.AlterField(
            model_name="order",
            name="payment_method",
            field=models.CharField(
                choices=[("at_collection", "At collection"), ("online", "Online"), ("test", "Test order: nothing is paid")], max_length=15
            ),
        ),
    ]
