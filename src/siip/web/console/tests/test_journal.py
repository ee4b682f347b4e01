"""The page of the journal: every act has a sentence, nobody's data, nothing of another kecamatan."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import siip
from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.web.console.journal import DONE, SIZE
from siip.web.console.tests.test_log_in import text
from siip.wilayah import successions
from tests.cast import AT, PLAJU, PLAJU_ILIR, logged_in

SOURCE = Path(siip.__file__).parent
PAGE = "/kantor/jurnal/"
# A module that opens the journal for several of its acts: the first argument names the act.
BEHIND = {"_act", "_receive", "_switch", "acting"}


@pytest.fixture
def dewi(cast: Any) -> Client:
    return logged_in(cast, "dewi")


def enter(cast: Any, count: int = 1, where: str = PLAJU_ILIR) -> None:
    for _ in range(count):
        with journal.act("wilayah.add_rts", id=uuid7(), by=cast.actor("dewi"), at=AT, where=where):
            pass


def acts_of(tree: ast.AST, area: str) -> Iterator[str]:
    """The names of the acts that a module enters; where a helper opens the journal, its callers name them."""
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if called in {"journal.act", *BEHIND} and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Constant):
            name = str(node.args[0].value)
            yield name if "." in name else f"{area}.{name}"


def test_every_act_has_a_sentence_and_every_sentence_an_act() -> None:
    there = set()
    for file in SOURCE.rglob("*.py"):
        inside = file.relative_to(SOURCE)
        if "tests" not in inside.parts and inside.parts[0] not in ("web", "kernel"):
            there |= set(acts_of(ast.parse(file.read_text()), inside.parts[0]))
    assert there == set(DONE) and len(there) > 50


def test_only_known_helpers_hide_the_name_of_an_act() -> None:
    hidden = set()
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for outer in ast.walk(ast.parse(file.read_text())):
            if not isinstance(outer, ast.FunctionDef | ast.ClassDef):
                continue
            for node in ast.walk(outer):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "journal.act":
                    hidden |= set() if isinstance(node.args[0], ast.Constant) else {outer.name}
    assert hidden - {"__init__"} == BEHIND  # the class `_act` opens it in its `__init__`


@pytest.mark.parametrize("sentence", DONE.values())
def test_a_sentence_is_plain_and_short(sentence: str) -> None:
    assert sentence[0].isupper() and len(sentence) <= 60 and not re.search(r"[_.{}<>]", sentence)


def test_sentences_are_told_apart() -> None:
    assert len(set(DONE.values())) == len(DONE)


def test_the_page_tells_what_who_when_and_where(dewi: Client, cast: Any) -> None:
    successions.retire(f"{PLAJU_ILIR}02/07/", on=AT.date(), by=cast.actor("dewi"), at=AT, id=uuid7())
    page = text(dewi.get(PAGE))
    newest = page[page.index("Wilayah diakhiri") :][:200]
    for said in ("24/11/2026 09.00 WIB", "Dewi Kartika, S.Kom.", "RT 07, RW 02, Kelurahan Plaju Ilir"):
        assert said in newest
    assert "Jurnal: terakhir 24 November 2026, 09.00 WIB" in page


def test_what_the_house_did_itself_is_said_to_be_by_siip(dewi: Client) -> None:
    page = text(dewi.get(PAGE + "?sebelum=3"))
    assert "Kecamatan dimuat dari daftar nasional" in page and "SIIP" in page


def test_an_act_without_a_sentence_is_still_listed(dewi: Client, cast: Any) -> None:
    with journal.act("letters.of_tomorrow", id=uuid7(), by=cast.actor("dewi"), at=AT, where=PLAJU):
        pass
    assert "letters.of_tomorrow" in text(dewi.get(PAGE))


def test_older_pages_follow_without_a_gap(dewi: Client, cast: Any) -> None:
    enter(cast, 2 * SIZE)
    seen: list[str] = []
    path = PAGE
    while path:
        page = dewi.get(path).content.decode()
        seen += re.findall(r'<th role="rowheader"', page)
        older = re.search(r'href="(\?sebelum=\d+)"', page)
        path = PAGE + older[1] if older else ""
    assert len(seen) == Entry.objects.filter(kecamatan=PLAJU).count()


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 40, "१२", "1;DROP", "%00", "1.5"])
def test_a_strange_page_is_the_newest(dewi: Client, asked: str) -> None:
    answer = dewi.get(f"{PAGE}?sebelum={asked}")
    assert answer.status_code == 200 and "Jurnal: terakhir" in text(answer)


def test_before_the_first_entry_there_is_nothing(dewi: Client) -> None:
    assert "Tidak ada yang lebih lama" in text(dewi.get(PAGE + "?sebelum=1"))


def test_no_personal_value_stands_in_it(dewi: Client, cast: Any) -> None:
    about = {"name": "Siti Maryam", "nik": "1671145708850001"}
    with journal.act("services.take_request", id=uuid7(), by=cast.actor("rini"), at=AT, where=PLAJU_ILIR, about=about):
        pass
    page = text(dewi.get(PAGE))
    assert "Permohonan diterima" in page and "Siti" not in page and "1671145708850001" not in page


@pytest.mark.parametrize("key", ["rini", "hendra", "nyimas", "agus"])
def test_whoever_may_not_see_the_journal_does_not(cast: Any, key: str) -> None:
    assert logged_in(cast, key).get(PAGE).status_code == 403


def test_a_stranger_is_sent_to_log_in(client: Client, cast: Any) -> None:
    assert client.get(PAGE)["Location"].startswith("/akun/masuk/")


def test_nothing_of_another_kecamatan_is_seen(two_kecamatan: Any) -> None:
    ours, theirs = (
        text(logged_in(two_kecamatan, key, host=host).get(PAGE))
        for key, host in (("dewi", "plaju.test"), ("sri", "other.test"))
    )
    assert "Plaju" in ours and "Karang" not in ours
    assert "Karang" in theirs and "Plaju" not in theirs


def test_the_page_takes_few_queries(dewi: Client, cast: Any, django_assert_max_num_queries: Any) -> None:
    enter(cast, SIZE)
    dewi.get("/kantor/")
    with django_assert_max_num_queries(12):
        dewi.get(PAGE)
