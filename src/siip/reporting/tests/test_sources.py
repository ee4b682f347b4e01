"""Every figure of a whole Friday: counted by head, equal to what its own area says, and to the rows behind it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from siip.activity import talks, totals
from siip.exchange import figures as exchanged
from siip.fieldday import attendance, queue
from siip.followup import figures as followed
from siip.kernel.ids import uuid7
from siip.letters.texts import opened
from siip.reporting import closings, figures
from siip.reporting.tests.friday import ADUAN, NAMES, ON_DAY, PROMISE, hold, plan
from siip.services import figures as services
from siip.services import requests, slips
from siip.services.tests.conftest import advance, new_code  # noqa: F401
from siip.services.tests.test_slips import new_slip_code
from siip.survey import faces
from tests.cast import PLAJU, PLAJU_ILIR

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
AT_OFFICE = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # Monday, 09.00 WIB
AFTER = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
PROMISED = ("dijanjikan", "janji_ditepati", "janji_lewat")


@pytest.fixture
def held(cast):
    return hold(cast)


@pytest.fixture
def found(held):
    return {one.kode: one for one in figures.figures_of(held.event, at=ON_DAY)}


def promise(cast, row, due_on, place, at=ON_DAY):
    said = {"reason": "signer", "due_on": due_on, "place": place, "code": new_slip_code()}
    return slips.carry_over(row.id, **said, by=cast.actor("rini", at), at=at, id=uuid7())


@pytest.fixture
def carried(cast, held):
    """Two of its three requests get a slip: the first for Monday at the kelurahan, the second at the kecamatan."""
    promise(cast, held.requests[0], MONDAY, PLAJU_ILIR)
    promise(cast, held.requests[1], TUESDAY, PLAJU)
    return held


@pytest.fixture
def closing(cast, held):
    rini = cast.actor("rini", ON_DAY)
    return closings.close_event(held.event.pk, note="Cerah.", code=new_code(), by=rini, at=ON_DAY, id=uuid7())


def test_everything_is_counted(found):
    assert {kode: one.value for kode, one in found.items() if one.value} == {
        "hadir": 43, "petugas": 1, "mitra": 1, "antrean": 3, "permohonan": 3, "dilanjutkan": 3, "titik": 2,
        "ukuran_saluran_m": Decimal("320.5"), "ukuran_karung": 86, "volume": Decimal("4.3"), "janji": 1, "aduan": 1,
        "penyuluhan": 1, "pendengar": 35, "butuh": 1, "tawaran": 1, "bertemu": 1, "wajah": 10,
    }  # fmt: skip


def test_each_area_says_the_same_of_its_own(held, found):
    came, waited, left = (
        attendance.figures_of(held.event),
        queue.figures_of(held.event),
        followed.figures_of(held.event),
    )
    work = totals.figures_of(held.event)
    assert (found["hadir"].value, found["mitra"].value) == (came.heads, came.partners)
    assert found["petugas"].value == came.leading + came.working + came.serving
    assert found["antrean"].value == waited.taken
    assert (found["janji"].value, found["aduan"].value) == (left.promises, left.aduan)
    assert found["volume"].value == work.volume.m3
    spoken, shared, felt = talks.figures_of(held.event), exchanged.figures_of(held.event), faces.figures_of(held.event)
    assert (found["penyuluhan"].value, found["pendengar"].value) == (spoken.talks, spoken.heads)
    assert (found["butuh"].value, found["tawaran"].value) == (shared.needs, shared.offers)
    assert found["wajah"].value == felt.answers
    assert {f"ukuran_{one.measure.kode}": one.amount for one in work.totals} == {
        kode: one.value for kode, one in found.items() if kode.startswith("ukuran_")
    }


def counted(event, at):
    return {one.kode: int(one.value) for one in figures.figures_of(event, at=at) if one.kode in PROMISED}


def test_what_is_promised_for_the_office_is_counted_by_day_and_office(carried):
    found = {one.kode: one for one in figures.figures_of(carried.event, at=ON_DAY)}
    assert counted(carried.event, ON_DAY) == {"dijanjikan": 2, "janji_ditepati": 0, "janji_lewat": 0}
    assert found["dijanjikan"].grouped() == [
        ("Senin, 30 November 2026, Kantor Kelurahan Plaju Ilir", 1),
        ("Selasa, 1 Desember 2026, Kantor Kecamatan Plaju", 1),
    ]
    assert [row.ref for row in found["dijanjikan"].rows] == [("request", str(one.pk)) for one in carried.requests[:2]]


def test_a_promise_of_the_office_is_kept_or_late_once_its_day_has_come(cast, carried, advance):  # noqa: F811
    advance(requests.request(carried.requests[0].pk, cast.actor("rini")), "signed", AT_OFFICE)
    assert counted(carried.event, AT_OFFICE) == {"dijanjikan": 2, "janji_ditepati": 1, "janji_lewat": 0}
    assert counted(carried.event, AFTER) == {"dijanjikan": 2, "janji_ditepati": 1, "janji_lewat": 1}
    (own,) = services.figures_of(carried.event, at=AFTER)
    assert (own.promised, own.kept, own.late) == (2, 1, 1)


def test_the_report_tells_what_was_promised_and_what_became_of_it_since(cast, carried, advance):  # noqa: F811
    rini = cast.actor("rini", ON_DAY)
    row = closings.close_event(carried.event.pk, note="", code=new_code(), by=rini, at=ON_DAY, id=uuid7())
    assert opened(row.letter)["answers"]["dijanjikan"] == [
        ["Senin, 30 November 2026", "Kantor Kelurahan Plaju Ilir", "1", "0", "0"],
        ["Selasa, 1 Desember 2026", "Kantor Kecamatan Plaju", "1", "0", "0"],
    ]
    assert closings.changes_since(row, figures.figures_of(carried.event, at=ON_DAY)) == []
    advance(requests.request(carried.requests[0].pk, cast.actor("rini")), "signed", AT_OFFICE)
    since = closings.changes_since(row, figures.figures_of(carried.event, at=AFTER))
    assert [(one.name, one.was, one.now) for one in since if one.kode in PROMISED] == [
        ("Janji kantor ditepati", "0", "1"), ("Janji kantor lewat", "0", "1"),
    ]  # fmt: skip


def test_rows_say_by_what_and_name_nobody(found):
    assert found["hadir"].grouped() == [("RT 07", 31), ("RT 07a", 12)]
    assert found["antrean"].grouped() == [("Loket A", 2), ("Loket B", 1)]
    assert dict(found["ukuran_karung"].grouped()) == {"Saluran depan SD 12": 40, "Saluran Lorong Sukarela": 46}
    assert found["janji"].grouped() == [("Lurah Plaju Ilir", 1)]
    said = " ".join(row.said for one in found.values() for row in one.rows)
    assert not [word for word in (*NAMES, PROMISE, ADUAN, "Amir", "Sertu") if word in said]


def test_a_derived_volume_says_from_what(found):
    assert found["volume"].how == "dihitung dari 86 karung × 0,05\u00a0m³"


def test_a_day_with_nothing_done_has_every_figure_at_nought(cast):
    assert {one.value for one in figures.figures_of(plan(cast).event, at=ON_DAY)} == {0}


def test_the_report_has_its_tables(closing):
    said = opened(closing.letter)["answers"]
    assert said["hadir"] == [["RT 07", "31", "0"], ["RT 07a", "12", "0"], ["RT 08", "0", "0"]]
    assert said["layanan"] == [["Surat Keterangan Domisili", "3", "0", "3"]]
    assert ["Saluran Lorong Sukarela", "Bersih", "120,5 m; 46 karung"] in said["kerja"]
    assert said["janji"] == [[PROMISE, "Lurah Plaju Ilir", "Jumat, 4 Desember 2026"]]
    assert "dipimpin oleh Hendra Saputra" in said["pembuka"]


def test_words_of_residents_stay_out_of_what_is_published(closing):
    assert not [word for word in (*NAMES, "Amir", "Lampu") if word in str(closing.figures)]


def test_what_is_open_at_the_end_is_named(held):
    points = closings.open_points(held.event, figures.figures_of(held.event, at=ON_DAY))
    assert [(one.count, one.kind) for one in points] == [(3, "antrean"), (3, "permohonan")]


def test_a_place_that_was_planned_and_never_begun_is_open_too(cast):
    event = plan(cast).event
    found = figures.figures_of(event, at=ON_DAY)
    assert [(one.count, one.kind) for one in closings.open_points(event, found)] == [(2, "kerja")]
