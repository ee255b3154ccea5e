"""
Who may do what in a shop: one table, read by every page of the backoffice and by every button.

A page says what it needs with `backoffice_view(May.X)`; a template asks `{% if may.x %}`. Nothing
else in the code compares roles.
"""

from enum import StrEnum

from tenants.models.membership import Role


class May(StrEnum):
    """One thing that somebody may do in a shop."""

    WORK_HERE = "work_here"  # come in at all: the first page, "More", their own account
    SEE_ORDERS = "see_orders"
    SEE_CONTACTS = "see_contacts"  # phone, e-mail and words of a customer: more than an invoice says
    MOVE_ORDERS = "move_orders"  # ready, handed over, noted, a mail sent again
    CANCEL_ORDERS = "cancel_orders"  # gives money back
    SEE_MONEY = "see_money"  # takings, refunds
    EXPORT = "export"
    SEE_PRODUCTS = "see_products"
    COUNT_STOCK = "count_stock"  # the count, and what is sold over the counter
    EDIT_PRODUCTS = "edit_products"  # prices too
    SET_UP_SHOP = "set_up_shop"  # hours, texts, look, collection and delivery
    SET_IDENTITY = "set_identity"  # who the shop is for the law; closing it
    SET_PAYMENTS = "set_payments"  # whose account the money goes to
    MANAGE_TEAM = "manage_team"  # who works here, in which role, and who of the platform may look in
    SEE_HISTORY = "see_history"  # what everybody did
    PAY_PLATFORM = "pay_platform"  # what the shop costs: its plan, how it is paid, ending it


OWNER, MANAGER, COUNTER, ACCOUNTANT = Role.OWNER, Role.MANAGER, Role.COUNTER, Role.ACCOUNTANT

WHO_MAY: dict[May, tuple[Role, ...]] = {
    May.WORK_HERE: (OWNER, MANAGER, COUNTER, ACCOUNTANT),
    May.SEE_ORDERS: (OWNER, MANAGER, COUNTER, ACCOUNTANT),
    May.SEE_CONTACTS: (OWNER, MANAGER, COUNTER),
    May.MOVE_ORDERS: (OWNER, MANAGER, COUNTER),
    May.CANCEL_ORDERS: (OWNER, MANAGER),
    May.SEE_MONEY: (OWNER, MANAGER, ACCOUNTANT),
    May.EXPORT: (OWNER, MANAGER, ACCOUNTANT),
    May.SEE_PRODUCTS: (OWNER, MANAGER, COUNTER),
    May.COUNT_STOCK: (OWNER, MANAGER, COUNTER),
    May.EDIT_PRODUCTS: (OWNER, MANAGER),
    May.SET_UP_SHOP: (OWNER, MANAGER),
    May.SET_IDENTITY: (OWNER,),
    May.SET_PAYMENTS: (OWNER,),
    May.MANAGE_TEAM: (OWNER,),
    May.SEE_HISTORY: (OWNER,),
    May.PAY_PLATFORM: (OWNER,),
}


# Somebody of the platform, let in by the owner (tenants.models.SupportGrant). Never money, keys, the team, the log, or
# more of a customer than their order says. Whoever may only look opens the pages of the others, and may send no form.
SUPPORT_MAY: frozenset[May] = frozenset(
    {May.WORK_HERE, May.SEE_ORDERS, May.SEE_PRODUCTS, May.COUNT_STOCK, May.EDIT_PRODUCTS, May.SET_UP_SHOP}
)


# What the people of a shop that is closed because it is not paid still change: what was begun is finished, money goes back,
# everything can be taken away, and one can pay. All else is there to be looked at.
WHILE_UNPAID: frozenset[May] = frozenset({May.WORK_HERE, May.MOVE_ORDERS, May.CANCEL_ORDERS, May.SEE_MONEY, May.EXPORT, May.PAY_PLATFORM})


def permissions_of(role: str) -> frozenset[May]:
    """Return all that someone with `role` may do; nothing for a role that is none."""
    return frozenset(may for may, roles in WHO_MAY.items() if role in roles)
