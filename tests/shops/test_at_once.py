"""Two people save at the same moment."""

import datetime as dt
from functools import partial

import pytest
from django.db import connections

from shops.models import OpeningHours
from shops.services.set_opening_hours import WeekStretch, set_opening_hours

TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def hours_put_back(open_shop):
    with open_shop.entered():
        before = list(OpeningHours.objects.all())
    yield
    with open_shop.entered():
        OpeningHours.objects.all().delete()
        OpeningHours.objects.bulk_create(before)
    connections.close_all()


def test_opening_hours_saved_many_times_at_once_are_those_of_one_of_them(open_shop, hours_put_back, at_once):
    weeks = [[WeekStretch(day, dt.time(hour), dt.time(18)) for day in range(1, 8)] for hour in (8, 9)]

    results = at_once([partial(set_opening_hours, week=week, exceptions=(), today=TODAY) for week in weeks * 4])

    assert results == [None] * 8
    with open_shop.entered():
        saved = [WeekStretch(row.weekday, row.opens, row.closes) for row in OpeningHours.objects.all()]
    assert saved in weeks
