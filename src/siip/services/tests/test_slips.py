"""Carried over: what cannot be finished in the street gets a day, an office and a code, and is finished there."""

import io
import secrets
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
from django.db import IntegrityError, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.letters import letters, unfinished
from siip.letters.models import Letter
from siip.services import figures, requests, slip_papers, slips, trail
from siip.services.intake import Shown
from siip.services.models import Slip
from siip.services.rules import slips as rules
from siip.services.tests.conftest import FRIDAY, PAPERS, new_code
from tests.cast import AT, OTHER_KELURAHAN, PLAJU, PLAJU_ILIR, PLAJU_ULU

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
AT_OFFICE = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # Monday, 09.00 WIB


def new_slip_code():
    return rules.code_from(secrets.token_bytes(rules.BYTES))


@pytest.fixture
def carry(rini):
    def carry(row, *, by=rini, at=FRIDAY, id=None, **other):
        said = {"reason": "signer", "due_on": MONDAY, "place": PLAJU_ILIR, "code": new_slip_code()} | other
        return slips.carry_over(row.id, **said, by=by, at=at, id=id or uuid7())

    return carry


@pytest.fixture
def in_street(take, event):
    """A request whose letter waits for the lurah, who did not come."""
    return take(event=event.id, at=FRIDAY)


def refused(act, *args, **said):
    with pytest.raises(Refused) as found:
        act(*args, **said)
    return found.value.code


def test_a_promise_is_kept_with_the_request_which_stays_the_same(in_street, carry):
    row = carry(in_street)
    assert (row.id, row.state) == (in_street.id, "drafted")
    assert (row.slip.due_on, row.slip.wilayah.path, row.slip.reason, row.slip.at) == (
        MONDAY,
        PLAJU_ILIR,
        "signer",
        FRIDAY,
    )
    assert [step.act for step in row.steps.all()] == ["take", "draft", "carry"] and row.conflicts == []
    assert row.slip_id == row.steps.last().id


def test_a_letter_of_the_street_goes_the_chain_of_the_office_from_then_on(in_street, carry):
    assert [link["act"] for link in in_street.letter.chain] == ["check", "sign"]
    letter = carry(in_street).letter
    assert [link["act"] for link in letter.chain] == ["check", "paraf", "paraf", "sign"]
    assert (letter.in_field, letter.state, letter.waits_for) == (False, "chain", "kasi_pemerintahan")


def test_what_the_lurah_approved_in_the_street_keeps_its_course(in_street, carry, cast):
    letters.sign_letter(in_street.letter.id, proof=cast.proof("hendra", FRIDAY), by=cast.actor("hendra", FRIDAY),
                        at=FRIDAY, id=uuid7())  # fmt: skip
    letter = carry(in_street, reason="print").letter
    assert (letter.in_field, letter.state) == (True, "approved")


def test_the_chain_of_the_office_is_given_once_and_only_by_whoever_takes_requests(in_street, cast, rini):
    said = {"at": FRIDAY, "id": uuid7()}
    assert (
        refused(unfinished.finish_at_office, in_street.letter.id, by=cast.actor("hendra", FRIDAY), **said) == "no-right"
    )
    assert refused(unfinished.finish_at_office, uuid7(), by=rini, **said) == "not-found"
    unfinished.finish_at_office(in_street.letter.id, by=rini, **said)
    assert unfinished.finish_at_office(in_street.letter.id, by=rini, **said).in_field is False
    assert refused(unfinished.finish_at_office, in_street.letter.id, by=rini, at=FRIDAY, id=uuid7()) == "not-in-street"


def test_missing_papers_come_to_the_counter_and_nothing_is_told_again(take, event, carry, rini, advance):
    row = carry(take(papers=PAPERS[1:], event=event.id, at=FRIDAY), reason="papers")
    assert slips.by_code(row.slip.code.lower(), rini).id == row.id
    row = requests.show_papers(row.id, [Shown("pengantar_rt", "Ruslan")], code=new_code(), by=rini, at=AT_OFFICE,
                               id=uuid7())  # fmt: skip
    advance(row, "signed", AT_OFFICE)
    row = requests.hand_over(row.id, receiver="Siti Maryam", by=rini, at=AT_OFFICE, id=uuid7())
    assert row.state == "handed" and requests.answers_of(row)[0]["keperluan"] == "membuka rekening bank"
    assert [one.word for one in trail.trail(requests.request(row.id, rini))][:4] == [
        "Diterima", "Dijanjikan di kantor", "Berkas dilengkapi", "Berkas lengkap, surat dibuat",
    ]  # fmt: skip


def test_promised_anew_the_latest_holds_and_each_slip_answers_by_it(in_street, carry):
    first = carry(in_street).slip.code
    row = carry(in_street, due_on=TUESDAY, place=PLAJU)
    assert row.slips.count() == 2 and row.slip.due_on == TUESDAY
    assert slips.standing(first, at=FRIDAY) == slips.standing(row.slip.code, at=FRIDAY)
    assert slips.standing(first, at=FRIDAY).due_on == TUESDAY


def test_carrying_twice_with_one_token_carries_once(in_street, carry):
    token, code = uuid7(), new_slip_code()
    assert carry(in_street, id=token, code=code).slip_id == carry(in_street, id=token, code=code).slip_id == token
    assert Slip.objects.count() == 1


def test_it_leaves_an_entry_that_holds_no_name_and_no_code(in_street, carry):
    row = carry(in_street)
    entry = Entry.objects.get(pk=row.slip_id)
    assert entry.act == "services.carry_over" and entry.about == {"request": str(row.id)}
    assert Entry.objects.filter(act="letters.finish_at_office").count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": "malas"}, "reason-unknown"),
        ({"reason": "papers"}, "nothing-missing"),
        ({"due_on": date(2026, 11, 26)}, "day-past"),
        ({"due_on": date(2026, 11, 28)}, "day-closed"),
        ({"due_on": date(2026, 12, 25)}, "day-closed"),
        ({"due_on": date(2027, 11, 26)}, "day-far"),
        ({"place": PLAJU_ULU}, "place-unknown"),
        ({"place": OTHER_KELURAHAN}, "place-unknown"),
        ({"place": ""}, "place-unknown"),
        ({"code": "7KQ"}, "code"),
        ({"code": "7kq2mx9td4hw"}, "code"),
    ],
)
def test_what_cannot_be_promised_is_refused_and_leaves_nothing(in_street, carry, said, code):
    before = Entry.objects.count()
    assert refused(carry, in_street, **said) == code
    assert Entry.objects.count() == before and Slip.objects.count() == 0


def test_who_does_not_take_requests_there_promises_nothing(in_street, carry, cast):
    assert refused(carry, in_street, by=cast.actor("hendra", FRIDAY)) == "no-right"
    assert refused(carry, in_street, by=cast.actor("zul", FRIDAY)) == "no-right"


def test_what_is_nowhere_is_not_found(rini):
    said = {"reason": "signer", "due_on": MONDAY, "place": PLAJU_ILIR, "code": new_slip_code()}
    assert refused(slips.carry_over, uuid7(), **said, by=rini, at=FRIDAY, id=uuid7()) == "not-found"


def test_what_is_finished_is_promised_no_more(in_street, carry, rini):
    requests.cancel_request(in_street.id, reason="tidak jadi", by=rini, at=FRIDAY, id=uuid7())
    assert refused(carry, in_street) == "not-open"
    assert not slips.may_carry(requests.request(in_street.id, rini), rini)


def test_a_letter_that_is_void_is_promised_no_more(in_street, carry, rini):
    letters.void_letter(in_street.letter.id, reason="salah alamat", by=rini, at=FRIDAY, id=uuid7())
    assert refused(carry, in_street) == "not-open"


# What a stranger is told


def told(code, at=AT_OFFICE):
    found = slips.standing(code, at=at)
    return found.state, found.due_on, found.on


def test_the_code_tells_the_state_from_the_promise_to_the_hand_over(in_street, carry, rini, advance):
    row = carry(in_street)
    code = row.slip.code
    assert told(code) == ("working", MONDAY, None)
    assert slips.standing(code, at=FRIDAY).place == "Kantor Kelurahan Plaju Ilir, Jalan DI Panjaitan, Palembang 30268"
    advance(requests.request(row.id, rini), "signed", AT_OFFICE)
    assert told(code) == ("ready", MONDAY, MONDAY)
    later = AT_OFFICE + timedelta(days=1)
    requests.hand_over(row.id, receiver="Siti Maryam", by=rini, at=later, id=uuid7())
    assert told(code, later) == ("handed", MONDAY, TUESDAY)


def test_missing_papers_and_an_end_are_told(take, event, carry, rini):
    row = carry(take(papers=(), event=event.id, at=FRIDAY), reason="papers", place=PLAJU)
    assert told(row.slip.code) == ("papers", MONDAY, None)
    assert slips.standing(row.slip.code, at=FRIDAY).place == "Kantor Kecamatan Plaju"
    requests.cancel_request(row.id, reason="tidak jadi", by=rini, at=FRIDAY, id=uuid7())
    assert told(row.slip.code)[0] == "stopped"


@pytest.mark.parametrize("code", ["", "7" * 12, "7" * 30, "U" * 12, "x" * 2000, "' OR 1=1--", "\x00"])
def test_unknown_and_malformed_cost_one_question_and_tell_nothing(cast, code, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert slips.standing(code, at=AT) == slips.Standing("unknown")


def test_a_code_opens_no_request_of_another_kelurahan_at_the_counter(in_street, carry, cast):
    code = carry(in_street).slip.code
    assert slips.by_code(code, cast.actor("zul", FRIDAY)) is None


# Lists and figures


def test_what_was_promised_stands_by_its_day_until_it_is_finished(take, event, carry, rini, cast):
    first, second, third = (take(event=event.id, at=FRIDAY, nama=name) for name in ("Ani", "Budi", "Citra"))
    carry(second, due_on=TUESDAY), carry(first), carry(third)
    requests.cancel_request(third.id, reason="tidak jadi", by=rini, at=FRIDAY, id=uuid7())
    assert [(row.subject_name, row.due) for row in slips.carried(rini, on=MONDAY)] == [
        ("Ani", "hari-ini"),
        ("Budi", "nanti"),
    ]
    assert [row.due for row in slips.carried(rini, on=TUESDAY)] == ["lewat", "hari-ini"]
    assert slips.carried_count(rini) == 2
    assert list(slips.carried(cast.actor("zul", FRIDAY), on=MONDAY)) == []


def test_what_was_left_open_after_an_event_is_listed_until_it_is_promised(in_street, carry, rini, cast):
    after = FRIDAY + timedelta(hours=3)
    assert list(slips.left_open(rini, FRIDAY)) == []
    assert [row.id for row in slips.left_open(rini, after)] == [in_street.id]
    assert list(slips.left_open(cast.actor("zul", after), after)) == []
    carry(in_street)
    assert list(slips.left_open(rini, after)) == []


def test_the_figures_of_an_event_are_its_rows(take, event, carry, rini, advance, take_sktm, cast):
    done, late, gone, open_ = (take(event=event.id, at=FRIDAY, nama=name) for name in ("Ani", "Budi", "Citra", "Dedi"))
    take(nama="Emi")
    advance(done, "signed", FRIDAY)
    requests.hand_over(done.id, receiver="Ani", by=rini, at=FRIDAY, id=uuid7())
    carry(late), carry(open_, due_on=TUESDAY)
    requests.cancel_request(gone.id, reason="tidak jadi", by=rini, at=FRIDAY, id=uuid7())
    at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    found = figures.figures_of(event, at=at)
    assert found == [figures.ServiceFigures("domisili_orang", 4, 1, 2, 1, promised=2, kept=0, late=1)]
    for one in found:
        for which in figures.WHICH:
            assert len(figures.rows_of(event, which, at=at, kode=one.kode)) == getattr(one, which)
    assert [row.request.subject_name for row in figures.rows_of(event, "late", at=at)] == ["Budi"]
    assert figures.rows_of(event, "taken", at=at)[0].ready_at == FRIDAY


def test_a_promise_that_was_kept_is_counted_as_kept(in_street, event, carry, rini, advance):
    carry(in_street)
    advance(requests.request(in_street.id, rini), "signed", AT_OFFICE)
    (found,) = figures.figures_of(event, at=AT_OFFICE + timedelta(days=9))
    assert (found.continued, found.promised, found.kept, found.late) == (1, 1, 1, 0)


def test_an_event_with_nothing_taken_has_no_figures(event):
    assert figures.figures_of(event, at=FRIDAY) == []


# On paper


def text_of(pdf):
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_the_slip_says_day_place_code_and_what_is_missing(take_sktm, event_sktm, carry):
    row = carry(take_sktm(papers=PAPERS[:2], event=event_sktm.id, at=FRIDAY), reason="papers")
    said = text_of(slip_papers.slip_pdf(row, at=FRIDAY))
    home, office = said.split("Bawa ke kantor")
    code = " ".join(row.slip.code[n : n + 3] for n in range(0, 12, 3))
    for half in (home, office):
        assert "Senin, 30 November 2026" in half and code in half and "Kantor Kelurahan Plaju Ilir" in half
        assert "Kartu Keluarga" in half and "KTP-el asli" not in half and "Surat pernyataan tidak mampu" in half
    assert "Meterai Rp10.000" in home and "TANPA BIAYA" in home
    assert "Siti Maryam" not in home and "Siti Maryam" in office and "Berkas belum lengkap" in office


def test_a_complete_one_asks_for_nothing(in_street, carry):
    said = text_of(slip_papers.slip_pdf(carry(in_street), at=FRIDAY))
    assert "Tidak ada yang perlu dibawa selain kertas ini" in said and "eterai" not in said


def test_without_a_promise_there_is_no_slip(in_street):
    assert refused(slip_papers.slip_pdf, in_street, at=FRIDAY) == "no-slip"


# What the database holds


@pytest.mark.parametrize("wrong", [{"reason": "malas"}, {"code": "same"}])
def test_the_database_holds_the_rules_of_a_slip(in_street, carry, wrong):
    row = carry(in_street)
    wrong = {"code": row.slip.code} if wrong.get("code") else wrong
    said = {"code": new_slip_code(), "reason": "time"} | wrong
    with pytest.raises(IntegrityError, match="services_slip|services_slip.code"), transaction.atomic():
        Slip.objects.create(id=uuid7(), request=row, wilayah=row.wilayah, due_on=MONDAY, at=FRIDAY, **said)
    assert Letter.objects.count() == 1
