"""Every figure of a whole Friday: counted by head, equal to what its own area says, and to the rows behind it."""

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
from siip.services.tests.conftest import new_code
from siip.survey import faces

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return hold(cast)


@pytest.fixture
def found(held):
    return {one.kode: one for one in figures.figures_of(held.event)}


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
    assert {one.value for one in figures.figures_of(plan(cast).event)} == {0}


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
    assert [(one.count, one.kind) for one in closings.open_points(held.event)] == [(3, "antrean"), (3, "permohonan")]


def test_a_place_that_was_planned_and_never_begun_is_open_too(cast):
    assert [(one.count, one.kind) for one in closings.open_points(plan(cast).event)] == [(2, "kerja")]
