import pytest

from payments.rules.account_state import account_state
from payments.rules.checkout_lines import MAX_LINES, PayLine, lines_to_show
from payments.rules.limits import can_be_paid_online

BREAD, COFFEE = PayLine("Bread", 480, 2), PayLine("Coffee", 850, 1)


@pytest.mark.parametrize(
    ("lines", "total", "shown"),
    [
        ([BREAD, COFFEE], 1810, [BREAD, COFFEE]),
        ([BREAD, PayLine("Collection", 0, 1)], 960, [BREAD]),
        ([BREAD, COFFEE], 1710, [PayLine("Order 1001", 1710, 1)]),
        ([], 1710, [PayLine("Order 1001", 1710, 1)]),
        ([PayLine("Bread", 100, 1)] * (MAX_LINES + 1), 100 * (MAX_LINES + 1), [PayLine("Order 1001", 100 * (MAX_LINES + 1), 1)]),
        ([PayLine("B" * 300, 100, 1)], 100, [PayLine("B" * 250, 100, 1)]),
    ],
    ids=["adds up", "free collection is no line", "discount", "no lines", "too many", "long name"],
)
def test_lines_always_add_up_to_the_total(lines, total, shown):
    """Trap 30: with a discount the page shows one line, the total: no line is negative."""
    assert lines_to_show(lines, total=total, total_name="Order 1001") == shown
    assert sum(line.amount for line in shown) == total


@pytest.mark.parametrize(
    ("capabilities", "requirements", "options", "state"),
    [
        ({"card_payments": "active", "bancontact_payments": "active"}, (), {}, "ready"),
        ({"card_payments": "restricted", "bancontact_payments": "active"}, ("id",), {}, "ready"),
        ({"card_payments": "restricted"}, ("id",), {}, "started"),
        ({"card_payments": "pending"}, (), {}, "review"),
        ({"card_payments": "restricted"}, ("id",), {"was_ready": True}, "restricted"),
        ({"card_payments": "rejected"}, (), {}, "restricted"),
        ({"card_payments": "unsupported"}, (), {}, "restricted"),
        ({}, (), {}, "review"),
        ({"card_payments": "active"}, (), {"is_closed": True}, "disconnected"),
    ],
)
def test_account_state(capabilities, requirements, options, state):
    assert account_state(capabilities=capabilities, open_requirements=requirements, **options) == state


@pytest.mark.parametrize(("amount", "can"), [(0, False), (49, False), (50, True), (99_999_999, True)])
def test_smallest_amount(amount, can):
    assert can_be_paid_online(amount) is can
