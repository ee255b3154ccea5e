"""Each refund names its order, and each order knows what went back of it."""

import django.db.models.deletion
from django.db import migrations, models

NAME_THE_ORDER = """
UPDATE payments_refund SET order_id = payments_paymentattempt.order_id
    FROM payments_paymentattempt WHERE payments_paymentattempt.id = payments_refund.attempt_id
"""
COUNT_WHAT_WENT_BACK = """
UPDATE orders_order SET refunded_amount = total_amount + rounding_amount WHERE payment_status = 'refunded'
"""
COUNT_WHAT_GOES_BACK = """
UPDATE orders_order SET refunded_amount = going.amount, returning_amount = going.amount
    FROM (SELECT order_id, sum(amount) AS amount FROM payments_refund
          WHERE reason = 'order_canceled' AND state IN ('new', 'pending') GROUP BY order_id) AS going
    WHERE going.order_id = orders_order.id AND orders_order.payment_status = 'paid' AND going.amount <= total_amount + rounding_amount
"""
FINISH = "SET CONSTRAINTS ALL IMMEDIATE"  # PostgreSQL alters no table whose checks still wait


class Migration(migrations.Migration):
    dependencies = [("payments", "0006_refunds_by_hand_and_disputes")]

    operations = [
        migrations.RunSQL([NAME_THE_ORDER, COUNT_WHAT_WENT_BACK, COUNT_WHAT_GOES_BACK, FINISH], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="refund",
            name="order",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="orders.order"),
        ),
    ]
