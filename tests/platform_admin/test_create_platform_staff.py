"""The door of the admin opens from a shell."""

import pytest
from django.core.management import CommandError, call_command

from tenants.models import User


def test_a_new_person_becomes_platform_staff_without_a_password(bakery):
    call_command("create_platform_staff", "Mina@vitrine.test", name="Mina")
    call_command("create_platform_staff", "mina@vitrine.test")

    person = User.objects.get(email="mina@vitrine.test")
    assert (person.name, person.is_staff, person.is_superuser, person.has_usable_password()) == ("Mina", True, True, False)


def test_somebody_who_is_there_keeps_their_password(bakery):
    call_command("create_platform_staff", "anna@bakery.test")

    bakery.owner.refresh_from_db()
    assert (bakery.owner.is_staff, bakery.owner.check_password("correct horse battery")) == (True, True)


def test_no_address_is_refused(bakery):
    with pytest.raises(CommandError, match="'mina' is no e-mail address"):
        call_command("create_platform_staff", "mina")
