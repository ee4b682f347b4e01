"""Emergency blanks: their numbers are set aside, used once or void, and outlive crashes and restores like any other."""

import io
from datetime import date, datetime, timedelta

import pypdf
import pytest

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.letters import blanks, letters, numbering, numbers_log, papers, registers
from siip.letters.models import Lease, Letter, Number
from siip.letters.tests.conftest import PATTERN, logged, refused
from siip.letters.tests.test_numbering import Broken, breaks, path_of, restore, snapshot, take, voids
from tests.cast import AT, ident

pytestmark = pytest.mark.django_db
FRIDAY, LATER = AT + timedelta(days=3), AT + timedelta(days=4)
EVENT = ident("event")


@pytest.fixture
def aside(cast, book):
    def set_aside(
        count=3, at=AT, id=None, by="rini", title="27 November 2026, Jalan DI Panjaitan", register=book,
        kind="domisili_orang",
    ):  # fmt: skip
        said = {"event_id": EVENT, "title": title, "by": cast.actor(by, at), "at": at, "id": id or uuid7()}
        return blanks.set_aside(register.id, kind, count, **said)

    return set_aside


def write_up(cast, letter, serial, on=None, *, by="rini", at=LATER, id=None):
    on = on or (FRIDAY.date() if serial else None)
    return blanks.write_up(letter.id, serial, on, by=cast.actor(by, at), at=at, id=id or uuid7())


def sign(cast, *found, at=LATER):
    proof, by = cast.proof("hendra", at), cast.actor("hendra", at)
    return letters.sign_and_number([one.id for one in found], proof=proof, by=by, at=at, id=uuid7())


def close(cast, lease, by="rini"):
    return registers.close_block(lease.id, by=cast.actor(by), at=AT, id=uuid7())


def states(book):
    return list(Number.objects.filter(register=book).order_by("serial").values_list("serial", "status"))


# Set aside


def test_numbers_set_aside_are_given_to_nobody_else(aside, give, book):
    lease = aside(3)
    assert (lease.first, lease.last, lease.kind, lease.about) == (118, 120, "paper", EVENT)
    assert (give(), logged(book.id), list(numbering.faults())) == ([121], [121], [])
    assert states(book)[:3] == [(118, "outstanding"), (119, "outstanding"), (120, "outstanding")]


def test_setting_aside_again_with_one_token_sets_aside_once(aside, book):
    token = uuid7()
    assert aside(id=token) == aside(id=token)
    assert (Lease.objects.count(), Entry.objects.filter(act="letters.set_aside_blanks").count()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"count": 0}, "count-wrong"), ({"count": 11}, "count-wrong"), ({"by": "agus"}, "no-right"),
        ({"by": "zul"}, "not-found"), ({"title": "1671145708859001"}, "nik-in-text"),
    ],
)  # fmt: skip
def test_setting_aside_is_refused(aside, said, code):

    assert refused(lambda: aside(**said)) == code
    assert not Lease.objects.exists()


def test_where_the_book_leads_its_own_numbers_stand_on_blanks(cast, aside):
    paper = registers.open_register(
        cast.offices["hendra"].id, year=2025, pattern=PATTERN, pad=1, mode="buku", after=0,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    assert refused(lambda: aside(register=paper)) == "book-leads"
    assert blanks.register_for(cast.offices["hendra"], date(2025, 5, 5)) is None


def test_the_register_of_blanks_is_the_open_one_of_that_year(cast, book):
    office = cast.offices["hendra"]
    assert blanks.register_for(office, FRIDAY.date()) == book
    assert blanks.register_for(office, date(2027, 1, 1)) is None
    registers.close_register(book.id, by=cast.actor("dewi"), at=AT, id=uuid7())
    assert blanks.register_for(office, FRIDAY.date()) is None


def test_a_closed_register_sets_nothing_aside(cast, aside, book):
    registers.close_register(book.id, by=cast.actor("dewi"), at=AT, id=uuid7())
    assert refused(aside) == "register-closed"


def test_no_more_are_set_aside_than_a_pack_holds(aside):
    aside(7)
    assert refused(lambda: aside(4)) == "count-wrong"
    assert (aside(3).last, aside(10, kind="sku").last) == (127, 137)
    assert refused(lambda: aside(1)) == "count-wrong"


# Used


def test_a_letter_written_by_hand_bears_the_number_and_the_day_of_its_paper(cast, aside, draft, book):
    aside(3)
    before, after = draft(1, in_field=True), draft(2, in_field=True)
    write_up(cast, before, 119)
    one, other = sign(cast, before, after)
    assert [(row.number_row.serial, row.dated_on) for row in (one, other)] == [
        (119, FRIDAY.date()), (121, LATER.date()),
    ]  # fmt: skip
    assert one.number == "400.12.2.1/119/PLI/2026"
    assert (logged(book.id), list(numbering.faults())) == ([119, 121], [])


def test_a_letter_that_is_numbered_alone_takes_its_blank_too(cast, aside, draft):
    aside(1)
    letter, said = draft(1, in_field=True), {"at": LATER, "id": uuid7()}
    write_up(cast, letter, 118)
    letters.sign_letter(letter.id, proof=cast.proof("hendra", LATER), by=cast.actor("hendra", LATER), **said)
    done = letters.number_letter(letter.id, by=cast.actor("rini", LATER), at=LATER, id=uuid7())
    assert (done.number_row.serial, done.dated_on) == (118, FRIDAY.date())


def test_what_is_left_is_offered_but_what_another_letter_bears(cast, aside, draft):
    aside(2)
    one, other = draft(1), draft(2)
    write_up(cast, one, 118)
    assert [blank.serial for blank in blanks.left(one)] == [118, 119]
    assert [(blank.serial, blank.title, blank.set_aside_on) for blank in blanks.left(other)] == [
        (119, "27 November 2026, Jalan DI Panjaitan", AT.date())
    ]


def test_a_number_on_the_blank_of_another_kind_of_letter_is_none_of_this_letter(cast, aside, draft):
    aside(1, kind="sku")
    aside(1)
    letter = draft(1)
    assert [blank.serial for blank in blanks.left(letter)] == [119]
    with pytest.raises(Refused) as refusal:
        write_up(cast, letter, 118)
    assert refusal.value.code == "blank-gone" and "Surat Keterangan Domisili" in refusal.value.message


@pytest.mark.parametrize(
    ("serial", "on", "code"),
    [
        (118, date(2026, 11, 27), "blank-taken"), (121, date(2026, 11, 27), "blank-gone"),
        (119, date(2026, 11, 23), "blank-date"), (119, date(2026, 11, 29), "blank-date"),
        (119, date(2025, 11, 27), "no-register"),
    ],
)  # fmt: skip
def test_a_wrong_number_or_day_is_refused(cast, aside, draft, serial, on, code):
    aside(2)
    write_up(cast, draft(1), 118)
    other = draft(2)
    assert refused(lambda: write_up(cast, other, serial, on)) == code
    assert Letter.objects.get(pk=other.pk).blank is None


def test_the_same_said_again_is_done_once_and_may_be_taken_back(cast, aside, draft):
    aside(2)
    letter, token = draft(1), uuid7()
    for _ in range(2):
        write_up(cast, letter, 118, id=token)
    assert Entry.objects.filter(act="letters.write_up").count() == 1
    assert write_up(cast, letter, 119).blank == 119
    assert write_up(cast, letter, None).blank is None
    assert [blank.serial for blank in blanks.left(draft(2))] == [118, 119]


def test_after_the_signature_nothing_is_changed_and_the_button_is_gone(cast, aside, draft, do, approved):
    letter = approved(1)
    aside(1)
    assert refused(lambda: write_up(cast, letter, 118)) == "state"
    assert not blanks.may(letter, by=cast.actor("rini"))
    other = draft(2)
    assert blanks.may(other, by=cast.actor("rini")) and not blanks.may(other, by=cast.actor("dewi"))
    write_up(cast, other, 118)
    assert blanks.may(Letter.objects.get(pk=other.pk), by=cast.actor("rini")), "it may be taken back"


def test_who_takes_no_requests_writes_nothing_up(cast, aside, draft):
    aside(1)
    letter = draft(1)
    assert refused(lambda: write_up(cast, letter, 118, by="hendra")) == "no-right"


def test_a_number_that_was_closed_meanwhile_stops_the_signature(cast, aside, draft):
    lease = aside(1)
    letter = draft(1, in_field=True)
    write_up(cast, letter, 118)
    Lease.objects.filter(pk=lease.pk).update(closed_at=AT)  # as a restore of another house would leave it
    assert refused(lambda: sign(cast, letter)) == "blank-gone"
    assert Letter.objects.get(pk=letter.pk).number == ""


# Accounted for


def test_what_was_not_used_is_void_when_the_run_is_closed(cast, aside, draft, book):
    lease = aside(3)
    letter = draft(1, in_field=True)
    write_up(cast, letter, 119)
    assert refused(lambda: close(cast, lease)) == "blanks-claimed"
    sign(cast, letter)
    assert blanks.unsaid(EVENT) == {(book.id, "domisili_orang"): [118, 120]}
    close(cast, lease)
    assert (blanks.unsaid(EVENT), list(numbering.faults())) == ({}, [])
    assert voids(book) == [(118, "blangko darurat tidak terpakai"), (120, "blangko darurat tidak terpakai")]
    (run,) = registers.blocks(book, numbering.BLANKS)
    printed = " ".join(pypdf.PdfReader(io.BytesIO(papers.block_pdf(book, run, at=AT))).pages[0].extract_text().split())
    assert "untuk blangko darurat yang ditulis tangan: Surat Keterangan Domisili, 27 November 2026" in printed
    assert (run.used, run.void, run.left, registers.blocks(book)) == ((119,), (118, 120), (), [])


def test_a_run_tells_what_is_left_from_what_a_letter_on_its_way_bears(cast, aside, draft, book):
    aside(3)
    letter = draft(1, in_field=True)
    write_up(cast, letter, 119)
    (run,) = registers.blocks(book, numbering.BLANKS)
    assert (run.left, run.claimed, run.said) == ((118, 120), ((119, letter),), "118 sampai 120")
    sign(cast, letter)
    (run,) = registers.blocks(book, numbering.BLANKS)
    assert (run.used, run.left, run.claimed) == ((119,), (118, 120), ())


def test_a_run_of_one_number_is_said_as_one_number(aside, book):
    aside(1)
    (run,) = registers.blocks(book, numbering.BLANKS)
    assert run.said == "118"
    printed = " ".join(pypdf.PdfReader(io.BytesIO(papers.block_pdf(book, run, at=AT))).pages[0].extract_text().split())
    assert "Nomor urut 118 disisihkan" in printed and "118 sampai 118" not in printed


def test_the_register_says_which_numbers_are_set_aside_and_for_what(cast, aside, give, book):
    lease, period = aside(2), {"from_on": AT.date(), "until_on": AT.date()}
    give(1)
    remark = "Disisihkan untuk blangko darurat: Surat Keterangan Domisili, 27 November 2026, Jalan DI Panjaitan"
    rows = papers.book_rows(registers.rows(book, **period), "WIB")
    assert [(row.serial, row.remark, row.void) for row in rows[:2]] == [(118, remark, False), (119, remark, False)]
    printed = papers.register_pdf(book, **period, at=AT)
    said = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages).split())
    assert "3 nomor: 1 surat, 0 batal, 2 belum dipakai" in said and "Disisihkan untuk blangko" in said
    assert [one.serial for one in registers.numbers_like("119", cast.actor("rini"))] == [119]
    close(cast, lease)
    rows = papers.book_rows(registers.rows(book, **period), "WIB")
    meant = "Surat Keterangan Domisili, 27 November 2026, Jalan DI Panjaitan"
    assert {row.remark for row in rows[:2]} == {f"Batal: blangko darurat tidak terpakai; disisihkan untuk {meant}"}


def test_the_numbers_of_an_event_follow_it_but_not_into_another_year_nor_once_closed(cast, aside):
    open_, closed = aside(2), aside(1, kind="sku")
    close(cast, closed)
    blanks.follow(EVENT, "4 Desember 2026, Jalan Baru", year=2026)
    titles = dict(Lease.objects.values_list("pk", "title"))
    assert titles == {open_.pk: "4 Desember 2026, Jalan Baru", closed.pk: "27 November 2026, Jalan DI Panjaitan"}
    blanks.follow(EVENT, "1 Januari 2027, Jalan Baru", year=2027)
    blanks.follow(ident("another event"), "Jalan Lain", year=2026)
    assert Lease.objects.get(pk=open_.pk).title == "4 Desember 2026, Jalan Baru"
    (left,) = blanks.aside_for(EVENT)
    assert (left.kind, left.serials, left.register.office.title) == ("domisili_orang", (118, 119), "Lurah Plaju Ilir")


def remarks(book):
    return [row.remark.partition("Domisili, ")[2] for row in papers.book_rows(registers.rows(book), "WIB")]


def test_an_event_that_is_cancelled_is_named_as_such_before_and_after_its_run_is_closed(cast, aside, book):
    lease, closed = aside(1), aside(1)
    close(cast, closed)
    named = "27 November 2026, Jalan DI Panjaitan"
    assert remarks(book) == [named, named]
    blanks.mark_cancelled(ident("another event"))
    assert remarks(book) == [named, named]
    blanks.mark_cancelled(EVENT)
    assert remarks(book) == [f"{named} (dibatalkan)"] * 2
    close(cast, lease)
    assert remarks(book) == [f"{named} (dibatalkan)"] * 2


def test_a_street_so_long_that_it_fills_the_title_makes_room_for_the_word(aside):
    lease = aside(title="4 Desember 2026, " + "Lorong " * 16)
    blanks.mark_cancelled(EVENT)
    lease.refresh_from_db()
    assert len(lease.title) <= 120 and lease.title.endswith("(dibatalkan)")


def test_the_list_of_a_closed_run_takes_one_query_for_all_its_rows(cast, aside, book, django_assert_max_num_queries):
    close(cast, aside(10))
    (run,) = registers.blocks(book, numbering.BLANKS)
    with django_assert_max_num_queries(8):
        papers.block_pdf(book, run, at=AT)


def test_a_year_with_blanks_that_nobody_accounted_for_is_not_closed(cast, aside, book):
    aside(2)
    close_year = {"by": cast.actor("dewi"), "at": AT, "id": uuid7()}
    with pytest.raises(Refused) as refusal:
        registers.close_register(book.id, **close_year)
    assert refusal.value.code == "numbers-open" and "118-119" in refusal.value.message


# Through crashes and restores


def test_a_restore_before_the_blanks_brings_them_back_and_gives_none_of_them_away(cast, aside, book):
    before, lease = snapshot(), aside(3)
    restore(before)
    assert take(book, 1, cast.actor("hendra")) == [121]
    again = Lease.objects.get(pk=lease.pk)
    assert (again.kind, again.first, again.last, again.title) == ("paper", 118, 120, "")
    assert Entry.objects.get(act="letters.book_lost").about["booked"] == "118-120"
    assert states(book)[:3] == [(118, "outstanding"), (119, "outstanding"), (120, "outstanding")]


def test_a_blank_used_before_a_restore_is_void_after_it(cast, aside, draft, book):
    aside(2)
    letter = draft(1, in_field=True)
    write_up(cast, letter, 118)
    before = snapshot()
    sign(cast, letter)
    Letter.objects.filter(pk=letter.pk).update(number="")
    restore(before)
    take(book, 1, cast.actor("hendra"))
    assert (voids(book)[0], list(numbering.faults())) == ((118, "RESTORE"), [])


def test_setting_aside_that_broke_off_after_the_log_is_done_by_sending_it_again(cast, book):
    by, id = cast.actor("rini"), uuid7()
    with pytest.raises(Broken), journal.act("letters.aside", id=id, by=by, at=AT, where="16/71/14/1003/") as act:
        numbering.set_aside(numbering.lock(book.id), 3, act=act)
        act.before_commit(breaks)
    assert not Lease.objects.exists()
    with journal.act("letters.aside", id=id, by=by, at=AT, where="16/71/14/1003/") as act:
        lease = numbering.set_aside(numbering.lock(book.id), 3, act=act)
    assert (lease.id, lease.first, lease.last, Lease.objects.count()) == (id, 118, 120, 1)
    assert list(numbering.faults()) == []


def test_a_lost_log_keeps_the_blanks(cast, aside, book):
    aside(2)
    path_of(book).unlink()
    assert take(book, 1, cast.actor("hendra")) == [120]
    kinds = [line.kind for line in numbers_log.read(path_of(book)).lines]
    assert kinds == ["paper", "take", "take"] and list(numbering.faults()) == []


def test_a_log_lost_right_after_a_block_was_booked_keeps_the_block(cast):
    paper = registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="buku", after=40,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    registers.book_block(paper.id, first=41, last=45, by=cast.actor("rini"), at=AT, id=uuid7())
    path_of(paper).unlink()
    take(paper, 1, cast.actor("hendra"))
    assert [line.kind for line in numbers_log.read(path_of(paper)).lines] == ["block", "take", "take"]


def test_times_are_those_of_the_office(aside, cast, draft):
    """Set aside at 23.30 UTC on Thursday: Friday already in Palembang, so a paper dated Thursday is older than it."""
    late = datetime(2026, 11, 26, 23, 30, tzinfo=AT.tzinfo)
    aside(1, at=late)
    letter = draft(1)
    assert refused(lambda: write_up(cast, letter, 118, date(2026, 11, 26))) == "blank-date"
    assert write_up(cast, letter, 118, date(2026, 11, 27)).blank_on == date(2026, 11, 27)
