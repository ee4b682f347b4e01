"""Working days: what the decrees say, what an office adds or takes away, and how days are counted by it."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import catalogue, workdays
from siip.kernel.catalogue import SHIPPED, OfficeDay, Shelf

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/skb_2026.json").read_text(encoding="utf-8"))
MONDAY = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)
FIRST_YEAR = 2026
ESTIMATED = " (perkiraan)"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes an office's own file of days; gives its catalogue."""

    def written(text: str) -> Path:
        (tmp_path / "holidays.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of the house itself, away again afterwards; the shelf looks at it each time and not once a second."""
    monkeypatch.setattr(catalogue, "LOOK_EVERY", 0)
    catalogue._shelf.cache_clear()
    file = settings.SIIP.data_dir / "catalogue" / "holidays.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    yield file
    file.unlink()
    catalogue._shelf.cache_clear()


class TestDecrees:
    def test_the_holidays_and_joint_leave_of_2026_are_known_and_no_others(self) -> None:
        decreed = {**VECTORS["libur_nasional"], **VECTORS["cuti_bersama"]}
        known = {str(day) for day in Shelf(SHIPPED).office_days() if day.year == 2026}
        assert known == set(decreed) and len(known) == 17 + 8

    def test_joint_leave_is_named_as_such(self) -> None:
        known = Shelf(SHIPPED).office_days()
        leave = {str(day) for day, told in known.items() if day.year == 2026 and told.name.startswith("Cuti Bersama ")}
        assert leave == set(VECTORS["cuti_bersama"])

    def test_the_shipped_days_are_those_of_the_library(self) -> None:
        """With a new release of `holidays` this says which lines of holidays.toml are wrong or missing."""
        shipped = {day: told.name.startswith("Cuti Bersama") for day, told in Shelf(SHIPPED).office_days().items()}
        year, found = FIRST_YEAR, dict[date, bool]()
        while leave := holidays.country_holidays("ID", years=year, categories=("government",), language="id"):
            of_year = holidays.country_holidays("ID", years=year, language="id")
            found |= dict.fromkeys(of_year, False) | dict.fromkeys(leave, True)
            year += 1
        next_year = holidays.country_holidays("ID", years=year, language="id")
        found |= {day: False for day, name in next_year.items() if ESTIMATED not in name}
        assert year > 2027 and shipped == found

    def test_every_shipped_day_is_closed(self) -> None:
        assert not any(told.is_open for told in Shelf(SHIPPED).office_days().values())


class TestCounting:
    @pytest.mark.parametrize(
        ("day", "working"),
        [
            (MONDAY, True), (date(2026, 11, 27), True), (date(2026, 11, 28), False), (date(2026, 11, 29), False),
            (date(2026, 12, 24), False), (CHRISTMAS, False), (date(2026, 12, 28), True),
            (date(2040, 12, 25), True),  # a Tuesday of a year of which nothing is known
        ],
    )  # fmt: skip
    def test_an_office_is_open_from_monday_to_friday_but_for_holidays(self, day: date, working: bool) -> None:
        assert workdays.is_working(day) is working

    @pytest.mark.parametrize(
        ("day", "count", "due"),
        [
            (MONDAY, 3, date(2026, 11, 26)), (date(2026, 11, 27), 3, date(2026, 12, 2)),  # over a weekend
            (date(2026, 11, 28), 1, date(2026, 11, 30)), (MONDAY, 5, date(2026, 11, 30)), (MONDAY, 0, MONDAY),
            (date(2026, 12, 23), 1, date(2026, 12, 28)), (date(2026, 12, 23), 4, date(2026, 12, 31)),
            (date(2026, 12, 31), 1, date(2027, 1, 4)),
            (date(2026, 3, 17), 1, date(2026, 3, 25)),  # Nyepi and Idul Fitri, with the leave before and after
        ],
    )  # fmt: skip
    def test_so_many_working_days_later(self, day: date, count: int, due: date) -> None:
        assert workdays.after(day, count) == due

    @pytest.mark.parametrize(
        ("day", "following"), [(MONDAY, date(2026, 11, 24)), (date(2026, 12, 23), date(2026, 12, 28))]
    )
    def test_the_next_working_day(self, day: date, following: date) -> None:
        assert workdays.next_working_day(day) == following

    def test_a_holiday_has_its_name_also_on_a_sunday(self) -> None:
        assert workdays.name_of(CHRISTMAS) == "Hari Raya Natal"
        assert workdays.name_of(date(2026, 12, 24)) == "Cuti Bersama Hari Raya Natal"
        assert workdays.name_of(date(2026, 4, 5)) == "Kebangkitan Yesus Kristus"
        assert workdays.name_of(MONDAY) is None and workdays.name_of(date(2026, 11, 28)) is None

    @given(st.dates(date(2025, 12, 1), date(2028, 12, 31)), st.integers(1, 60))
    def test_a_due_day_is_a_working_day_and_so_many_after(self, day: date, count: int) -> None:
        due = workdays.after(day, count)
        shut = set(Shelf(SHIPPED).office_days())
        between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
        open_ = [one for one in between if one.weekday() < 5 and one not in shut]
        assert open_[-1] == due and len(open_) == count


class TestOfAnOffice:
    def test_an_office_adds_a_day_and_is_open_on_another(self, own: Path) -> None:
        own.write_text(
            '[closed]\n2026-11-24 = "Pemilihan Ketua RT"\n'
            '[open]\n2026-12-24 = "Surat edaran wali kota"\n2026-11-28 = "Hari kerja pengganti"\n'
        )
        assert workdays.name_of(date(2026, 11, 24)) == "Pemilihan Ketua RT"
        assert workdays.after(MONDAY, 1) == date(2026, 11, 25)
        assert workdays.is_working(date(2026, 12, 24)) and workdays.name_of(date(2026, 12, 24)) is None
        assert workdays.is_working(date(2026, 11, 28))
        assert workdays.name_of(CHRISTMAS) == "Hari Raya Natal"

    def test_a_year_nobody_has_decreed_counts_what_the_office_says(self, own: Path) -> None:
        own.write_text('[closed]\n2040-12-25 = "Natal"\n')
        assert not workdays.is_working(date(2040, 12, 25)) and workdays.is_working(date(2040, 12, 26))

    def test_a_file_of_its_own_that_is_spoilt_is_named_and_counts_as_absent(self, own: Path) -> None:
        own.write_text("[closed]\n2026-11-24 = Pemilihan")
        assert workdays.is_working(date(2026, 11, 24)) and not workdays.is_working(CHRISTMAS)
        assert [problem for problem in catalogue.check(lambda line: None) if "holidays.toml: bukan TOML" in problem]

    def test_a_later_catalogue_has_its_way_day_by_day(self, write: Callable[[str], Path]) -> None:
        known = Shelf(SHIPPED, write('[closed]\n2026-12-25 = "Natal"\n')).office_days()
        assert known[CHRISTMAS] == OfficeDay("Natal")
        assert known[date(2026, 12, 24)].name == "Cuti Bersama Hari Raya Natal"

    def test_an_office_needs_no_file_of_its_own(self, tmp_path: Path) -> None:
        shelf = Shelf(SHIPPED, tmp_path)
        assert shelf.office_days() == Shelf(SHIPPED).office_days() and shelf.errors() == []

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('[closed]\n25-12-2026 = "Natal"', 'kunci "closed.25-12-2026": tulis tanggal yang ada'),
            ('[closed]\n2026-02-30 = "Natal"', 'kunci "closed.2026-02-30": tulis tanggal yang ada'),
            ('[closed]\n20261225 = "Natal"', 'kunci "closed.20261225": tulis tanggal yang ada'),
            ('[open]\n2026-W52-5 = "Natal"', 'kunci "open.2026-W52-5": tulis tanggal yang ada'),
            ("[closed]\n2026-12-25 = true", 'kunci "closed.2026-12-25": tulis teks di antara tanda kutip'),
            ('[closed]\n2026-12-25 = ""', 'kunci "closed.2026-12-25": tulis teks di antara tanda kutip'),
            (
                '[closed]\n2026-12-25 = "Natal"\n[open]\n2026-12-25 = "Masuk"',
                'kunci "open.2026-12-25": tanggal ini sudah ada di [closed]',
            ),
            ('closed = ["2026-12-25"]', 'kunci "closed.": tulis sebuah tabel'),
            ('[libur]\n2026-12-25 = "Natal"', 'kunci "libur": tidak dikenal'),
            ('[closed]\n2026-12-25 = "Natal"\n2026-12-25 = "Natal"', "bukan TOML yang benar"),
        ],
    )
    def test_a_mistake_is_named_with_what_to_write(self, write: Callable[[str], Path], text: str, told: str) -> None:
        spoilt = Shelf(SHIPPED, write(text))
        assert len(spoilt.errors()) == 1 and told in spoilt.errors()[0] and "holidays.toml" in spoilt.errors()[0]
        assert spoilt.office_days() == Shelf(SHIPPED).office_days()
