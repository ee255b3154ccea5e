"""Someone types their e-mail to open a shop: they are expected, and known once they read the code."""

import datetime as dt

from django.db import IntegrityError

from tenants.models import User

UNPROVEN_FOR = dt.timedelta(days=1)


def expect_person(*, email: str, language: str, now: dt.datetime) -> None:
    """
    Make a person whom a sign-in code can be sent to, unless there is one with this e-mail.

    Those who typed theirs more than a day ago and never read their code are forgotten here. Safe to call
    twice, and at the same time. Says nothing of whether the person was known.
    """
    User.objects.filter(is_unproven=True, last_login=None, memberships=None, date_joined__lt=now - UNPROVEN_FOR).delete()
    if User.objects.filter(email__iexact=email).exists():
        return
    try:
        User.objects.create_user(email, language=language, is_unproven=True)
    except IntegrityError:  # they pressed twice
        return
