"""Words of the order pages that are chosen by a code."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABS = {
    "to_prepare": _("To prepare"),
    "ready": pgettext_lazy("orders", "Ready"),
    "awaiting": pgettext_lazy("orders", "To be paid"),
    "done": pgettext_lazy("orders", "Done"),
    "all": pgettext_lazy("orders", "All"),
}
EMPTY = {
    "to_prepare": _("Nothing to prepare. The next order shows up here."),
    "ready": _("Nobody is waiting for an order."),
    "awaiting": _("No order waits for a bank transfer."),
    "done": _("No order is done yet."),
    "all": _("No order yet. Pass the address of your shop on, and the first one comes."),
}
REASONS = [
    ("out_of_stock", _("It is not there any more")),
    ("customer", _("The customer asked for it")),
    ("not_collected", _("Nobody came to collect it")),
    ("other", _("Another reason")),
]
