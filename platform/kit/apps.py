from django.apps import AppConfig


class KitConfig(AppConfig):
    """What every app may use and that knows none of them."""

    name = "kit"

    def ready(self) -> None:
        from kit import converters
        from kit.form_messages import speak_plainly

        converters.register()
        speak_plainly()
