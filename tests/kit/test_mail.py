"""Names that become headers."""

import pytest
from django.conf import settings

from kit.mail import sender
from kit.text import one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("X\r\nBcc: v@e.example", "X Bcc: v@e.example"),
        (" a\t\nb\u2028c ", "a b c"),
        ("a\x00b\x7f", "a b"),
        ("Chez Léa\u00a0!", "Chez Léa\u00a0!"),
        ("👩\u200d🍳", "👩\u200d🍳"),
        ("\u202eevil", "evil"),
    ],
)
def test_a_name_becomes_one_line(typed, line):
    assert one_line(typed) == line


def test_a_sender_is_one_address_whatever_the_shop_is_called():
    header = sender('X\r\nBcc: v@e.example", <y@e.example>')

    assert "\n" not in header
    assert "\r" not in header
    assert header.count("<") == 2
    assert header.endswith(f"<bonjour@{settings.BASE_DOMAIN}>")
    assert header.startswith('"')
