from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopsConfig(AppConfig):
    """The shop's own settings, theme and background work; the frame of storefront and backoffice."""

    name = "shops"

    def ready(self) -> None:
        from kit import valkey
        from shops import background, check, emails, launch, log_kinds, outbox, tasks  # noqa: F401 -- tasks are known by name to those who enqueue
        from shops.backoffice import menu
        from shops.pages.shelf import forget_pages
        from shops.selectors import check as points
        from shops.selectors import launch as selectors
        from shops.services import deliver_outbox, note_access, process_shop_picture, touch_frame
        from shops.services.team.invite import MAIL
        from tenants.doors import register_witness

        background.register_chore("deliver_outbox", deliver_outbox.deliver_outbox)
        background.register_chore("process_pending_shop_pictures", process_shop_picture.process_pending_shop_pictures)
        outbox.register_handler(MAIL, emails.send_invitation, label=_("Invitation"))
        outbox.register_handler(touch_frame.KIND, touch_frame.renew_frame, label=_("The look of the shop"))
        log_kinds.register()
        register_witness(note_access.note_access)
        valkey.register_forgetful(forget_pages)
        check.register_points("shops", points.shop_points)
        launch.register("shops", requirements=selectors.shop_requirements, steps=selectors.shop_steps)
        menu.register()
