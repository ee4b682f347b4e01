from datetime import timedelta

from siip.kernel.ids import uuid7
from siip.letters import letters
from siip.services import requests
from siip.services.tests.conftest import ANSWERS
from siip.services.trail import returned_because, trail
from tests.cast import AT


def test_request_and_letter_are_told_in_one_line_of_time(take, rini, cast, advance):
    row = take()
    agus = cast.actor("agus")
    at = [AT + timedelta(minutes=n) for n in range(5)]
    letters.return_letter(row.letter_id, reason="RT keliru", by=agus, at=at[1], id=uuid7())
    requests.correct_request(row.id, ANSWERS, None, by=rini, at=at[2], id=uuid7())
    advance(row, "signed", at=at[3])
    requests.hand_over(row.id, receiver="Rizki", relation="anak", by=rini, at=at[4], id=uuid7())
    told = trail(requests.request(row.id, rini))
    assert [one.act for one in told] == [
        "take", "draft", "letter return", "correct", "letter paraf", "letter paraf", "letter sign",
        "letter number", "letter confirm", "hand_over",
    ]  # fmt: skip
    assert (told[0].who, told[2].who, told[2].said) == ("Rini Astuti", "Agus Firmansyah, S.Sos., Kasi", "RT keliru")
    assert (told[-1].said, returned_because(told)) == ("kepada Rizki, anak", "RT keliru")


def test_a_request_without_a_letter_has_its_own_steps_only(take, rini):
    told = trail(requests.request(take(()).id, rini))
    assert ([one.word for one in told], returned_because(told)) == (["Diterima"], "")
