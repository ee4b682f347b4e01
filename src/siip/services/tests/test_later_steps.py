"""What is done with a request after it was taken: papers shown, corrected, cancelled, handed over."""

import pytest

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey, Entry
from siip.letters.models import Letter, LetterStep
from siip.letters.receipts import GONE, Receiver, receivers
from siip.services import requests, trail
from siip.services.intake import Applicant, Shown
from siip.services.models import RequestStep
from siip.services.tests.conftest import CHILD, NIK, PAPERS
from siip.services.tests.test_requests import cancel, correct, entries, hand_over, refusal, send_back, show
from tests.cast import AT

# Papers shown later


def test_the_last_paper_drafts_the_letter_in_the_same_act(take, rini):
    row = take(PAPERS[:1])
    assert show(row, Shown("ktp"), by=rini).state == "papers"
    row = show(row, Shown("kk"), by=rini)
    assert (row.state, row.letter.state) == ("drafted", "chain")
    assert [step.act for step in row.steps.all()] == ["take", "show", "show", "draft"]
    assert entries("show_papers") == 2


def test_showing_twice_with_one_token_shows_once(take, rini):
    row, token = take(PAPERS[:2]), uuid7()
    assert show(row, Shown("kk"), by=rini, id=token) == show(row, Shown("kk"), by=rini, id=token)
    assert (row.papers.count(), Letter.objects.count(), entries("show_papers")) == (3, 1, 1)


def test_papers_are_refused_where_they_do_not_belong(take, rini, cast):
    row = take(PAPERS[:2])
    assert refusal(lambda: show(row, by=rini)) == "nothing-shown"
    assert refusal(lambda: show(row, Shown("ktp"), by=rini)) == "paper-unknown"
    assert refusal(lambda: show(row, Shown("kk"), by=cast.actor("zul"))) == "no-right"
    assert refusal(lambda: show(take(), Shown("kk"), by=rini)) == "not-waiting"
    assert refusal(lambda: requests.show_papers(uuid7(), (), code="", by=rini, at=AT, id=uuid7())) == "not-found"
    assert entries("show_papers") == 0


# Correcting


def test_what_was_returned_is_corrected_and_goes_its_way_anew(take, rini, cast):
    row = take()
    send_back(cast, row)
    row = correct(row, by=rini, nama="Siti Maryam binti Usman", applicant=CHILD)
    assert (row.state, row.subject_name) == ("drafted", "Siti Maryam binti Usman")
    letter = Letter.objects.get()
    assert (letter.state, letter.subject_name) == ("chain", "Siti Maryam binti Usman")
    assert requests.answers_of(row)[1] == CHILD
    assert [step.act for step in LetterStep.objects.all()] == ["draft", "return", "revise"]


def test_while_papers_are_missing_it_is_corrected_without_a_letter(take, rini):
    row, token = take(()), uuid7()
    for _ in range(2):
        assert correct(row, by=rini, rt="08", id=token).subject_rt == "08/02"
    assert (entries("correct_request"), RequestStep.objects.filter(act="correct").count()) == (1, 1)


def test_a_correction_is_refused(take, rini, cast, advance):
    row = take()
    assert refusal(lambda: correct(row, by=rini, nama="")) == "answers"
    assert refusal(lambda: correct(row, by=rini, applicant=Applicant("", "anak"))) == "applicant-name"
    assert refusal(lambda: correct(row, by=cast.actor("zul"))) == "no-right"
    advance(row, "approved")
    assert refusal(lambda: correct(row, by=rini)) == "not-correctable"
    assert entries("correct_request") == 0


# Cancelling


@pytest.mark.parametrize("state", ["approved", "numbered"])
def test_cancelling_makes_a_letter_void_that_was_not_signed_by_pen(take, rini, advance, state):
    row, token = take(), uuid7()
    advance(row, state)
    for _ in range(2):
        assert cancel(row, by=rini, id=token).state == "cancelled"
    assert Letter.objects.get().state == "void"
    assert (entries("cancel_request"), row.steps.get(act="cancel").reason) == (1, "pemohon tidak jadi")


def test_cancelling_without_a_letter(take, rini):
    row = cancel(take(()), by=rini)
    assert (row.state, row.letter, requests.stage(row).word) == ("cancelled", None, "Dibatalkan")


def test_a_cancellation_is_refused(take, rini, yuli, cast, advance):
    row = take()
    assert refusal(lambda: cancel(row, by=rini, reason=" ")) == "reason-missing"
    assert refusal(lambda: cancel(row, by=rini, reason="x" * 301)) == "reason-long"
    assert refusal(lambda: cancel(row, by=rini, reason=NIK)) == "nik-in-text"
    assert refusal(lambda: cancel(row, by=cast.actor("zul"))) == "no-right"
    advance(row, "signed")
    assert refusal(lambda: cancel(row, by=rini)) == "letter-signed"
    assert refusal(lambda: cancel(cancel(take(()), by=rini), by=rini)) == "not-open"
    assert Entry.objects.filter(act="services.cancel_request").count() == 1


# Handing over


def test_a_signed_letter_is_handed_over_with_receiver_and_time(take, rini, advance):
    row, token = take(), uuid7()
    advance(row, "signed")
    for _ in range(2):
        row = hand_over(row, by=rini, receiver="Muhammad  Rizki", relation="anak", at=AT, id=token)
    assert (row.state, row.handed_to, row.handed_at) == ("handed", "", AT)
    assert trail.receiver_of(row) == Receiver("Muhammad Rizki", "anak")
    step = row.steps.get(act="hand_over")
    assert (step.receiver, step.relation, entries("hand_over")) == ("", "", 1)
    assert b"Rizki" not in bytes(step.sealed)
    letter = Letter.objects.get()
    assert (receivers([letter])[letter.id], letter.handed_at) == (Receiver("Muhammad Rizki", "anak"), AT)
    assert Entry.objects.filter(act="letters.note_receipt").count() == 1


def test_the_receiver_goes_with_the_key(take, rini, advance):
    row = take()
    advance(row, "signed")
    row = hand_over(row, by=rini, receiver="Muhammad Rizki", relation="anak")
    crypt.destroy(DataKey.objects.get(pk=row.key), AT)
    assert trail.receiver_of(row) == receivers([Letter.objects.get()])[row.letter_id] == Receiver(GONE)


def test_a_receiver_from_before_they_were_sealed_is_still_named(take, rini, advance):
    row = take()
    advance(row, "signed")
    row = hand_over(row, by=rini)
    row.steps.filter(act="hand_over").update(sealed=None, receiver="Muhammad Rizki", relation="anak")
    assert trail.receiver_of(row) == Receiver("Muhammad Rizki", "anak")
    assert "kepada Muhammad Rizki, anak" in {one.said for one in trail.trail(row)}


def test_a_hand_over_is_refused(take, rini, cast, advance):
    row = take()
    assert refusal(lambda: hand_over(row, by=rini)) == "not-signed"
    assert refusal(lambda: hand_over(take(()), by=rini)) == "not-signed"
    advance(row, "signed")
    assert refusal(lambda: hand_over(row, by=rini, receiver=" ")) == "receiver-missing"
    assert refusal(lambda: hand_over(row, by=rini, receiver="x" * 121)) == "receiver-long"
    assert refusal(lambda: hand_over(row, by=rini, receiver=NIK)) == "nik-in-text"
    assert refusal(lambda: hand_over(row, by=cast.actor("hendra"))) == "no-right"
    hand_over(row, by=rini)
    assert refusal(lambda: hand_over(row, by=rini)) == "handed-already"
    assert entries("hand_over") == 1
