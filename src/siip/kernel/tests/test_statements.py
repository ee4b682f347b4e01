"""The statement of the person: filled in from the request, before he signs it."""

from datetime import date
from typing import Any

import pytest

from siip.kernel.catalogue import SHIPPED, Shelf
from siip.kernel.paper import render_pdf
from siip.kernel.paper.samples import OFFICE
from siip.kernel.paper.surat import statement_data
from siip.kernel.tests.test_paper import HOSTILE, text_of

FRIDAY = date(2026, 11, 27)
SKTM = Shelf(SHIPPED).letter_type("sktm")


def stated(**said: Any) -> dict[str, Any]:
    return statement_data(SKTM, {**SKTM.examples["biasa"], **said}, office=OFFICE, dated=FRIDAY)


def test_it_says_what_the_request_says() -> None:
    text = " ".join(text_of(render_pdf("pernyataan", stated())).split())
    said = ("SURAT PERNYATAAN TIDAK MAMPU", "Rusdiana", "1671145708859001", "Rp1.200.000 sebulan")
    assert [part for part in (*said, "SMP Negeri 20", "Palembang, 27 November 2026") if part not in text] == []


def test_the_place_of_the_stamp_is_told_only_where_one_belongs() -> None:
    stamped = stated()
    assert "Tempel meterai Rp10.000" in " ".join(text_of(render_pdf("pernyataan", stamped)).split())
    assert "meterai" not in text_of(render_pdf("pernyataan", stamped | {"materai": False}))


def test_what_the_signed_paper_will_tell_may_be_missing() -> None:
    assert stated(pernyataan_tanggal="")["blocks"] == stated()["blocks"]


def test_what_staff_note_is_not_on_it() -> None:
    assert stated(desil_dtsen="1") == stated(desil_dtsen="")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_and_never_evaluated(name: str) -> None:
    assert "".join(name.split()) in "".join(text_of(render_pdf("pernyataan", stated(nama=name))).split())


def test_a_letter_without_one_has_none() -> None:
    with pytest.raises(ValueError, match="domisili_orang"):
        statement_data(Shelf(SHIPPED).letter_type("domisili_orang"), {}, office=OFFICE, dated=FRIDAY)
