"""Dates, times, numbers and names as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from siip.web.ui.wording import clock, day, masked, number, plain_day

MORNING = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_day_names_weekday_and_month() -> None:
    assert day(date(2026, 11, 27)) == "Jumat, 27 November 2026"
    assert plain_day(date(2026, 8, 1)) == "1 Agustus 2026"


@pytest.mark.parametrize(("zone", "text"), [("WIB", "07.30 WIB"), ("WITA", "08.30 WITA"), ("WIT", "09.30 WIT")])
def test_clock_is_that_of_the_zone(zone: str, text: str) -> None:
    assert clock(MORNING, zone) == text


def test_naive_time_is_a_bug() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock(datetime(2026, 11, 27, 7, 30), "WIB")  # noqa: DTZ001


def test_number_takes_points_and_a_comma() -> None:
    assert number(1250) == "1.250"
    assert number(1_250_000) == "1.250.000"
    assert number(Decimal("4.3")) == "4,3"


def test_mask_tells_the_initials_and_no_length() -> None:
    assert masked("Nyimas Rohani") == "N••••• R•••••"
    assert masked("li bo") == masked("Liliana Bonaventura")
    assert masked("a b c d e") == "A••••• B••••• C•••••"
    assert masked("") == ""


def test_tags_read_the_zone_of_the_page() -> None:
    assert rendered("{% moment at %}", at=MORNING, zone="WIT") == "Jumat, 27 November 2026, 09.30 WIT"
    assert rendered("{% day at %}", at=datetime(2026, 11, 26, 20, tzinfo=UTC)) == "Jumat, 27 November 2026"
    assert rendered("{% day on 'short' %}|{% day on 'plain' %}", on=date(2026, 11, 7)) == "07/11/2026|7 November 2026"


def test_nothing_gives_nothing() -> None:
    assert rendered("{% day x %}{% clock x %}{% moment x %}{{ x|number }}", x=None) == ""
