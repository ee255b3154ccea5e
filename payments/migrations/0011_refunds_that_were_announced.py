"""Each refund knows whether the customer was told that it comes; what of that did not arrive is counted on its order."""

from django.db import migrations, models

WHO_WAS_TOLD = """
UPDATE payments_refund SET is_announced = true WHERE way = 'stripe' AND (is_automatic OR stripe_refund_id <> '')
"""
COUNT_WHAT_IS_OWED = """
UPDATE orders_order SET owed_amount = failed.amount
    FROM (SELECT order_id, sum(amount) AS amount FROM payments_refund
          WHERE state = 'failed' AND settled_at IS NULL AND is_announced GROUP BY order_id) AS failed
    WHERE failed.order_id = orders_order.id
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_no_sight_and_strays"), ("orders", "0010_money_that_did_not_arrive")]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="is_announced",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL([WHO_WAS_TOLD, COUNT_WHAT_IS_OWED], migrations.RunSQL.noop),
    ]
