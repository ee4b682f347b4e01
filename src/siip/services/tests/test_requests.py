"""Taking a request, and reading what was taken; what is done with it afterwards is in test_later_steps."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.kernel.refused import Refused
from siip.letters.models import Letter, LetterStep
from siip.people.models import Office
from siip.programme import events
from siip.services import requests
from siip.services.intake import AnswersRefused, Applicant, Shown
from siip.services.models import Request, RequestStep, ShownPaper
from siip.services.tests.conftest import ANSWERS, CHILD, FRIDAY, NIK, PAPERS, new_code
from tests.cast import AT, PLAJU_ILIR, PLAJU_ULU


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def show(request, *papers, by, id=None):
    return requests.show_papers(request.id, papers, code=new_code(), by=by, at=AT, id=id or uuid7())


def correct(request, *, by, applicant=None, id=None, **said):
    return requests.correct_request(request.id, ANSWERS | said, applicant, by=by, at=AT, id=id or uuid7())


def cancel(request, *, by, reason="pemohon tidak jadi", id=None):
    return requests.cancel_request(request.id, reason=reason, by=by, at=AT, id=id or uuid7())


def hand_over(request, *, by, receiver="Siti Maryam", relation="", at=AT, id=None):
    return requests.hand_over(request.id, receiver=receiver, relation=relation, by=by, at=at, id=id or uuid7())


def send_back(cast, request, reason="alamat belum lengkap"):
    from siip.letters import letters

    letters.return_letter(request.letter_id, reason=reason, by=cast.actor("agus"), at=AT, id=uuid7())


def entries(name):
    return Entry.objects.filter(act=f"services.{name}").count()


# Taking


def test_with_all_papers_the_letter_is_drafted_at_once(take, cast):
    row = take()
    assert (row.state, row.letter.state, row.letter.office) == ("drafted", "chain", cast.offices["hendra"])
    assert (row.subject_name, row.subject_rt, row.letter.subject_rt) == ("Siti Maryam", "07/02", "07/02")
    assert (row.maker, row.wilayah.path, row.event) == (cast.people["rini"].id, PLAJU_ILIR, None)
    assert row.promised_at == AT + timedelta(minutes=30)
    assert [step.act for step in RequestStep.objects.all()] == ["take", "draft"]
    assert Entry.objects.filter(act__in=["services.take_request", "letters.draft_letter"]).count() == 2


def test_each_step_bears_the_entry_that_made_it(take):
    row = take()
    for step in row.steps.all():
        entry = Entry.objects.get(pk=step.id)
        assert (entry.seq, entry.device, entry.person) == (step.seq, step.dev, step.by)
    assert list(journal.faults()) == []


def test_with_a_paper_missing_it_waits(take):
    row = take(PAPERS[:2])
    assert (row.state, row.letter, row.promised_at) == ("papers", None, None)
    assert [one.kode for one in requests.missing_papers(row)] == ["kk"]
    assert not Letter.objects.exists()


def test_the_word_of_the_rt_head_is_kept_with_his_name_and_time(take):
    row = take((dataclasses.replace(PAPERS[0], at=AT - timedelta(minutes=5)), *PAPERS[1:]))
    paper = row.papers.get(kode="pengantar_rt")
    assert (paper.how, paper.rt_head, paper.at) == ("rt_head", "Ruslan", AT - timedelta(minutes=5))
    assert row.papers.get(kode="ktp").how == "seen"


def test_at_an_event_the_shorter_chain_serves(take, event):
    row = take(event=event.id, at=FRIDAY)
    assert (row.event_id, row.wilayah.path, row.letter.in_field) == (event.id, PLAJU_ILIR, True)
    assert row.letter.waits_for == "lurah"


def test_entered_from_paper_after_the_day_the_whole_chain_serves(take, event):
    letter = take(event=event.id, at=FRIDAY + timedelta(days=1)).letter
    assert (letter.in_field, letter.waits_for) == (False, "kasi_pemerintahan")


def test_completed_at_the_office_after_the_day_the_whole_chain_serves(take, event, rini):
    row = take(PAPERS[:2], event=event.id, at=FRIDAY)
    monday = FRIDAY + timedelta(days=3)
    done = requests.show_papers(row.id, PAPERS[2:], code=new_code(), by=rini, at=monday, id=uuid7())
    assert (done.letter.in_field, done.letter.waits_for) == (False, "kasi_pemerintahan")


def test_subject_and_applicant_are_sealed_copies(take, rini):
    row = requests.request(take(applicant=CHILD).id, rini)
    assert requests.answers_of(row) == (ANSWERS, CHILD)
    kept = bytes(Request.objects.get().sealed)
    assert NIK.encode() not in kept and b"Rizki" not in kept
    assert DataKey.objects.filter(pk=row.key).exists()


def test_each_request_has_a_data_key_of_its_own_which_its_letter_shares(take):
    first, second = take(), take()
    assert first.key != second.key
    assert (first.key, second.key) == (first.letter.key, second.letter.key)


def test_what_cannot_be_seen_is_taken_out_of_what_was_typed(take, rini):
    row = take(nama="Siti \u202eMar\x00yam\n")
    assert row.subject_name == "Siti Maryam"
    assert requests.answers_of(row)[0]["nama"] == "Siti Maryam"


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "=cmd|' /C calc'!A0", "<script>alert(1)</script>"])
def test_a_strange_name_is_a_name(take, name):
    assert take(nama=name).letter.subject_name == name


def test_taking_twice_with_one_token_takes_once(take):
    token = uuid7()
    assert take(id=token) == take(id=token)
    assert (Request.objects.count(), Letter.objects.count(), entries("take_request")) == (1, 1, 1)
    assert (DataKey.objects.filter(pk=token).count(), ShownPaper.objects.count()) == (1, 3)


def test_a_token_used_for_another_request_is_refused(take):
    token = uuid7()
    take(id=token)
    assert refusal(lambda: take(id=token, nama="Budi")) == "other-payload"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"nama": " "}, "nama"),
        ({"nik": "167114570885000"}, "nik"),
        ({"tanggal_lahir": "2030-01-01"}, "tanggal_lahir"),
        ({"jenis_kelamin": "?"}, "jenis_kelamin"),
        ({"alamat": f"Lorong {NIK}"}, "alamat"),
        ({"nama": f"Siti {NIK[:8]} {NIK[8:]}"}, "nama"),
        ({"keperluan": "x" * 161}, "keperluan"),
        ({"kuda": "1"}, "kuda"),
    ],
)
def test_answers_that_no_letter_can_be_made_of_are_named_by_field(take, said, field):
    with pytest.raises(AnswersRefused) as refused:
        take(**said)
    assert (refused.value.code, list(refused.value.problems)) == ("answers", [field])
    assert NIK not in refused.value.message


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"kode": "ktp_el"}, "service-unknown"),
        ({"kode": "../../etc"}, "service-unknown"),
        ({"kelurahan": "16/71/14/"}, "kelurahan-unknown"),
        ({"event": uuid7()}, "event-unknown"),
        ({"applicant": Applicant(" ", "anak")}, "applicant-name"),
        ({"applicant": Applicant("Rizki", "")}, "applicant-relation"),
        ({"applicant": Applicant(f"Rizki {NIK}", "anak")}, "nik-in-text"),
        ({"papers": (Shown("ijazah"),)}, "paper-unknown"),
        ({"papers": (Shown("ktp"), Shown("ktp"))}, "paper-twice"),
        ({"papers": (Shown("ktp", "Ruslan"),)}, "rt-head-not-enough"),
        ({"papers": (Shown("pengantar_rt", "R" * 121),)}, "rt-head-name"),
        ({"papers": (Shown("pengantar_rt", NIK),)}, "nik-in-text"),
        ({"resident": uuid7()}, "resident-unknown"),
        ({"kelurahan": PLAJU_ULU + "99/"}, "kelurahan-unknown"),
    ],
)
def test_what_is_refused_leaves_nothing(take, other, code):
    assert refusal(lambda: take(**other)) == code
    assert not (Request.objects.exists() or entries("take_request"))


def test_a_kelurahan_that_is_nowhere_is_refused(take):
    assert refusal(lambda: take(kelurahan="16/71/14/9999/")) == "kelurahan-unknown"


def test_a_clerk_takes_in_his_kelurahan_only(take, yuli):
    assert take(by=yuli).state == "drafted"
    assert refusal(lambda: take(by=yuli, kelurahan=PLAJU_ULU)) == "no-right"


def test_who_approves_does_not_take(take, cast):
    assert refusal(lambda: take(by=cast.actor("hendra"))) == "no-right"


def test_without_an_office_that_signs_it_is_refused_before_people_queue(take, cast):
    Office.objects.filter(pk=cast.offices["zul"].pk).update(kind="seklur")
    assert refusal(lambda: take((), kelurahan=PLAJU_ULU)) == "no-office"


def test_nothing_is_taken_at_a_cancelled_event(take, event, rini):
    events.cancel_event(event.pk, "hujan deras", by=rini, at=AT, id=uuid7())
    assert refusal(lambda: take(event=event.pk, at=FRIDAY)) == "event-cancelled"


@pytest.mark.parametrize(("at", "code"), [(AT, "event-ahead"), (FRIDAY + timedelta(days=32), "event-over")])
def test_an_event_takes_requests_from_its_day_on_for_a_month(take, event, at, code):
    assert refusal(lambda: take(event=event.id, at=at)) == code


def test_a_service_that_the_event_does_not_offer_is_refused(take, event):
    event.services.all().delete()
    assert refusal(lambda: take(event=event.id, at=FRIDAY)) == "service-not-here"


# Reading


def test_everybody_sees_requests_of_his_own_territory(take, rini, cast):
    row = take()
    assert list(requests.open_requests(rini)) == [row]
    assert list(requests.open_requests(cast.actor("hendra"))) == [row]
    assert list(requests.open_requests(cast.actor("zul"))) == []
    assert refusal(lambda: requests.request(row.id, cast.actor("zul"))) == "not-found"


def test_what_is_open_bears_its_group_and_what_is_done_stands_apart(take, rini, cast):
    waiting, chain, returned, done = take(()), take(), take(), cancel(take(), by=rini)
    send_back(cast, returned)
    found = {row: row.group for row in requests.open_requests(rini)}
    assert found == {waiting: "papers", chain: "office", returned: "returned"}
    assert all(requests.stage(row).group == row.group for row in found)
    assert [(row, row.group) for row in requests.closed_requests(rini)] == [(done, "done")]


def test_what_is_open_is_counted_by_group_and_place(take, rini, cast):
    for papers in ((), PAPERS, PAPERS):
        take(papers)
    cancel(take(), by=rini)
    ilir = cast.place(PLAJU_ILIR).pk
    assert sorted(requests.open_counts(rini)) == [("office", ilir, 2), ("papers", ilir, 1)]
    assert requests.open_counts(cast.actor("zul")) == []


def test_requests_are_found_by_name(take, rini, cast):
    row = take()
    take(nama="Budi Santoso")
    assert requests.named("maryam siti", rini) == [row]
    assert requests.named("mar", cast.actor("zul")) == requests.named("ma", rini) == []


def test_what_may_be_done_is_what_the_acts_allow(take, rini, cast, advance):
    waiting, row = take(()), take()
    assert requests.open_acts(waiting, rini) == {"show", "correct", "cancel"}
    assert requests.open_acts(row, rini) == {"correct", "cancel"}
    assert requests.open_acts(row, cast.actor("hendra")) == frozenset()
    advance(row, "signed")
    assert requests.open_acts(requests.request(row.id, rini), rini) == {"hand_over"}
    hand_over(row, by=rini)
    assert requests.open_acts(requests.request(row.id, rini), rini) == frozenset()


# The database and the transaction


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"state": "handed"}, {"handed_to": "Siti"}, {"handed_at": datetime(2026, 11, 24, tzinfo=UTC)}],
)
def test_the_database_holds_the_rules_of_a_request(take, wrong):
    row = take(())
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"rt_head": "Ruslan"}, {"how": "rt_head"}, {"kode": "kk"}])
def test_the_database_holds_the_rules_of_a_paper(take, wrong):
    take((Shown("ktp"), Shown("kk")))
    with pytest.raises(IntegrityError), transaction.atomic():
        ShownPaper.objects.filter(kode="ktp").update(**wrong)


class Crash(Exception):
    pass


def crashing_at(n):
    """Lets n statements through, then fails; SAVEPOINTs are not counted."""
    left = [n]

    def wrapper(execute, sql, params, many, context):
        if left[0] == 0:
            raise Crash
        left[0] -= 1
        return execute(sql, params, many, context)

    return wrapper


def test_a_crash_at_any_statement_leaves_all_or_nothing(take):
    for n in range(200):
        token = uuid7()
        try:
            with transaction.atomic(), connection.execute_wrapper(crashing_at(n)):
                take(id=token)
        except Crash:
            left = (Request, RequestStep, ShownPaper, Letter, LetterStep)
            assert not any(rows.objects.exists() for rows in left)
            assert not Entry.objects.filter(pk=token).exists() and not DataKey.objects.filter(pk=token).exists()
        else:
            break
    assert (n > 15, Request.objects.count(), Letter.objects.count(), entries("take_request")) == (True, 1, 1, 1)
    assert list(journal.faults()) == []
