"""What payments put into the frame of the backoffice."""

from django.utils.translation import gettext_lazy as _

from shops.backoffice.registry import MoreLink, register_more_link


def register() -> None:
    """Add "Get paid online" to the page "More"."""
    register_more_link(
        MoreLink(
            key="payments",
            label=_("Get paid online"),
            hint=_("Bancontact and cards, through your own Stripe account"),
            url_name="bo_payments",
            icon="credit-card",
            position=5,
        )
    )
