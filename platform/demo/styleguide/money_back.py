"""What the guide shows of money given back and of disputes, in every state; nothing of it is stored."""

import datetime as dt

from payments.backoffice.order_part import DisputeRow, RefundRow, refund_row
from payments.models import Dispute, Refund

HERE = "#refunds-title"
STATES = (
    ("succeeded", "stripe", "", False),
    ("new", "stripe", "", False),
    ("pending", "stripe", "", False),
    ("failed", "stripe", "insufficient_balance_for_refund", False),
    ("failed", "stripe", "lost_or_stolen_card", True),
    ("new", "transfer", "", False),
    ("new", "cash", "", False),
    ("new", "card", "", False),
)
DISPUTES = ("needs_response", "under_review", "warning_needs_response", "won", "lost", "warning_closed")


def refund_rows(now: dt.datetime) -> list[RefundRow]:
    """Return a refund in each state and by each way."""
    return [
        refund_row(
            Refund(
                pk=place,
                state=state,
                way=way,
                code=code,
                amount=1290,
                reason="defect",
                created_at=now,
                user_name="Anna",
                settled_at=now if settled else None,
            )
        )
        for place, (state, way, code, settled) in enumerate(STATES, 1)
    ]


def dispute_rows(now: dt.datetime) -> list[DisputeRow]:
    """Return a dispute in each state."""
    due = now + dt.timedelta(days=6)
    return [
        DisputeRow(Dispute(pk=place, status=status, amount=8900, evidence_due_at=due), HERE) for place, status in enumerate(DISPUTES, 1)
    ]
