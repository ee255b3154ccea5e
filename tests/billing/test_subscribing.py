"""From the trial to a paid subscription, through the pages and with the real client."""


from billing.models import BillingCheckout
from kit.tenancy import PLATFORM, bind
from tests.billing.conftest import Office
from tests.payments.world import at_once



def test_an_owner_subscribes_and_what_was_free_stays_free(office: Office):
    page = office.keeper.get("/backoffice/subscription/")
    assert "30 free days are left" in page.text

    office.subscribe()

    row = office.row
    assert (row.state, row.stripe_status, row.plan.code) == ("trialing", "trialing", "basic")
    assert row.current_period_end.date() == row.trial_ends_at.date()
    assert office.status == ("active", False, False)
