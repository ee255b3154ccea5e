from pathlib import Path

from django.conf import settings
from django.template.loader import get_template


def test_a_page_is_sent_without_the_indentation_of_its_template():
    html = get_template("components/pagination.html").template.source

    assert "\n{%" in html
    assert "\n " not in html


def test_a_plain_text_mail_keeps_its_white_space():
    source = Path(settings.ROOT, "templates/email/order_confirmation.txt").read_text()

    assert get_template("email/order_confirmation.txt").template.source == source
