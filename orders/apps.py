from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Carts, checkout, orders, fulfillment."""

    name = "orders"

    def ready(self) -> None:
        from catalog.storefront import visitor
        from orders import cart_cookie, emails, log_kinds
        from orders.backoffice import figures, panels
        from orders.selectors import check as points
        from orders.selectors import launch as selectors
        from orders.services import delete_test_orders, expire_collection, expire_order, remind_transfer
        from shops import background, check, launch, outbox
        from shops.pages import visitors

        background.register_chore("expire_unpaid_orders", expire_order.expire_unpaid_orders)
        background.register_chore("expire_uncollected_orders", expire_collection.expire_uncollected_orders)
        background.register_chore("remind_of_transfers", remind_transfer.remind_of_transfers)
        for kind, label in emails.KINDS.items():
            outbox.register_handler(kind, emails.send_order_mail, label=label)
        check.register_points("orders", points.order_points)
        launch.register("orders", requirements=selectors.order_requirements, steps=selectors.order_steps)
        launch.register_opening(delete_test_orders.delete_when_open)
        panels.register()
        figures.register()
        log_kinds.register()
        visitor.register_visitor_names(cart_cookie.holder_names)
        visitors.register_basket(cart_cookie.basket_of)
