"""What is typed to give money back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import MoneyField, set_choices
from kit.templatetags.formats import money
from orders.models import OrderLine
from payments.models import RefundReason
from payments.models.refund import BY_HAND
from payments.rules.refunds import Left, Wish

ALL, SOME, AMOUNT = "all", "some", "amount"
KEY_LENGTH = 32


class RefundForm(forms.Form):
    """How much, why, and what comes back on the shelf. The fields of each line are added when it is made."""

    what = forms.ChoiceField(
        label=_("What goes back?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say what goes back.")),
    )
    shipping = forms.BooleanField(label=_("Delivery"), required=False)
    amount = MoneyField(label=_("Amount"), required=False, min_value=1, help_text=_("Only for “An amount”."))
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[(reason.value, reason.label) for reason in BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("A word to the customer"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the e-mail."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, left: Left, lines: list[OrderLine], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.left = left
        self.order_lines = {line.pk: line for line in lines}
        everything = _("Everything that is left: %(amount)s") % {"amount": money(left.amount)}
        some = [(SOME, _("Some of what was ordered"))] if any(line.left for line in left.lines) or left.shipping else []
        set_choices(self, "what", [(ALL, everything), *some, (AMOUNT, _("An amount"))])
        self.fields["amount"].is_asked_for = True  # type: ignore[attr-defined]  # the choice above asks
        for line in left.lines:
            self._add_line(line.line_id, line.left)

    def _add_line(self, line_id: int, left: int) -> None:
        numbers = [(str(number), str(number)) for number in range(left + 1)]
        words = {"title": self.order_lines[line_id].shelf_title}
        if left:
            self.fields[f"quantity_{line_id}"] = forms.TypedChoiceField(
                label=_("How many of %(title)s") % words, choices=numbers, coerce=int, empty_value="", required=False
            )
        if self.order_lines[line_id].variant_id is not None and left:
            self.fields[f"restock_{line_id}"] = forms.BooleanField(label=_("Back on the shelf"), required=False)

    @property
    def lines(self) -> list[tuple[OrderLine, Any, Any]]:
        """The lines of which something is left, each with its two fields; the second is None for what is gone from the catalog."""
        return [
            (self.order_lines[line.line_id], self[f"quantity_{line.line_id}"], self._restock(line.line_id))
            for line in self.left.lines
            if line.left
        ]

    def _restock(self, line_id: int) -> Any:
        name = f"restock_{line_id}"
        return self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == AMOUNT and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Give the amount that goes back."))
        if "amount" in self.errors and cleaned.get("what") in (ALL, SOME):
            del self.errors["amount"]  # what is typed there does not count
        for line in self.left.lines:
            self._check_shelf(line.line_id, cleaned)
        return cleaned

    def _check_shelf(self, line_id: int, cleaned: dict[str, Any]) -> None:
        """Say what a tick "back on the shelf" would not do."""
        if not cleaned.get(f"restock_{line_id}"):
            return
        if cleaned.get("what") == AMOUNT:
            words = _("With “An amount” nothing comes back on the shelf. Choose “Some of what was ordered”, or take the tick away.")
            self.add_error(f"restock_{line_id}", words)
        if cleaned.get("what") == SOME and not cleaned.get(f"quantity_{line_id}"):
            self.add_error(f"quantity_{line_id}", _("Choose how many of it come back."))

    def wish(self) -> Wish:
        """Return what is wanted; only when nothing is wrong with how much that is."""
        said = self.cleaned_data
        restock = frozenset(line.line_id for line in self.left.lines if said.get(f"restock_{line.line_id}"))
        if said["what"] == AMOUNT:
            return Wish(amount=said["amount"])
        if said["what"] == ALL:
            return Wish(is_all=True, restock=restock)
        quantities = {line.line_id: said.get(f"quantity_{line.line_id}") or 0 for line in self.left.lines}
        return Wish(quantities=quantities, with_shipping=said["shipping"], restock=restock)

    def reason_words(self) -> str:
        """Return the chosen reason in words; only when the form is valid."""
        return str(RefundReason(self.cleaned_data["reason"]).label)

    def sent(self) -> list[tuple[str, str]]:
        """Return what was sent, to be sent again by the page that asks whether it is right."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]
