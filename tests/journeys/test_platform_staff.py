"""Platform staff open a shop, close it for a while, and let it go on."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.house import wait_for
from tests.journeys.pages import PASSWORD


@pytest.fixture
def staff(visit, house):
    page = visit()
    page.goto(house.url(path="/admin/"))
    page.click("details.fold summary")
    page.fill("#id_login", "platform@vitrine.example")
    page.fill("#id_password", PASSWORD)
    page.click("details.fold form .button")
    page.wait_for_url("**/admin/")
    return page


def test_a_shop_is_opened_suspended_and_resumed(staff, visit, house):
    name = f"essai-{secrets.token_hex(3)}"
    staff.goto(house.url(path="/admin/tenants/tenant/add/"))
    staff.fill("[name=name]", "Un essai")
    staff.fill("[name=subdomain]", name)
    staff.fill("[name=owner_email]", f"owner@{name}.example")
    staff.click("[type=submit].default")
    expect(staff.locator(".messagelist .success")).to_be_visible()

    customer = visit()

    def answers(status):  # each web process remembers a host for a few seconds
        wait_for(lambda: customer.goto(house.url(name)).status == status, what=f"the shop answers {status}")

    answers(200)
    expect(customer.locator("body")).to_contain_text("Un essai")

    staff.click(".object-tools a[href$='/suspend/']")
    staff.click(".submit-row [type=submit]")
    answers(503)

    staff.click(".object-tools a[href$='/resume/']")
    staff.click(".submit-row [type=submit]")
    answers(200)


def test_the_background_work_can_be_looked_at(staff, house):
    staff.goto(house.url(path="/admin/background/"))
    expect(staff.locator("#content")).to_be_visible()
