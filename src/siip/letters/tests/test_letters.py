"""A letter from draft to archive: each act works, is refused, is done once, and leaves its entry."""

from datetime import timedelta

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import letters, papers, registers, waiting
from siip.letters.models import Letter, LetterStep, Number
from siip.letters.tests.conftest import ANSWERS, PATTERN, logged, refused
from siip.letters.verification import verdict
from tests.cast import AT, PLAJU_ILIR


def test_the_whole_chain_ends_in_a_numbered_letter(approved, do):
    letter = do("number_letter", approved(), "rini")
    assert (letter.state, letter.number) == ("numbered", "400.12.2.1/118/PLIL/2026".replace("PLIL", letter.office.code))
    letter = do("confirm_wet_signature", letter, "rini")
    assert letter.state == "signed"
    assert verdict(letter.code, on=letter.dated_on).state == "valid"
    assert verdict(letter.code, on=letter.dated_on).masked_name == "S*** M*****"


def test_in_the_field_the_chain_is_shorter(draft, do, book):
    assert do("sign_letter", draft(in_field=True), "hendra").state == "approved"


def test_whoever_made_it_does_not_approve_it(cast, draft, do):
    letter = draft()
    Letter.objects.filter(pk=letter.pk).update(maker=cast.people["agus"].id)
    letter.steps.update(by=cast.people["agus"].id)
    assert refused(lambda: do("paraf_letter", letter, "agus")) == "maker"


def test_a_signature_before_the_paraf_is_refused(draft, do):
    assert refused(lambda: do("sign_letter", draft(), "hendra")) == "not-your-turn"


def test_a_lurah_of_another_kelurahan_does_not_find_it(draft, do):
    assert refused(lambda: do("sign_letter", draft(), "zul")) == "not-found"


def test_a_stale_pin_signs_nothing(cast, draft, do):
    letter = draft(in_field=True)
    late = AT + timedelta(minutes=3)
    assert (
        refused(
            lambda: letters.sign_letter(
                letter.id, proof=cast.proof("hendra"), by=cast.actor("hendra"), at=late, id=uuid7()
            )
        )
        == "proof-stale"
    )


def test_returned_with_a_reason_and_revised_it_begins_anew(draft, do):
    letter = draft()
    do("paraf_letter", letter, "agus")
    assert refused(lambda: do("return_letter", letter, "nyimas", reason=" ")) == "reason-missing"
    assert do("return_letter", letter, "nyimas", reason="Alamat kurang lengkap").state == "returned"
    changed = do(
        "revise_letter", letter, "rini", answers=ANSWERS | {"alamat": "Lorong Damai 3"}, subject_name="Siti Maryam",
        subject_rt="07/02", purpose="bank",
    )  # fmt: skip
    assert (changed.state, changed.waits_for) == ("chain", "kasi_pemerintahan")
    assert letters.answers(changed)["alamat"] == "Lorong Damai 3"


def test_an_act_sent_twice_is_done_once(approved, do):
    letter, id = approved(), uuid7()
    do("number_letter", letter, "rini", id=id)
    do("number_letter", letter, "rini", id=id)
    assert Number.objects.count() == 1
    assert Entry.objects.filter(act="letters.number_letter").count() == 1


def test_a_list_is_signed_and_numbered_with_one_pin_in_its_order(cast, draft, do, book):
    ids = []
    for n in (3, 1, 2):
        ids.append(draft(n, in_field=True).id)
    done = letters.sign_and_number(ids, proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    assert [letter.number.split("/")[1] for letter in done] == ["118", "119", "120"]
    assert logged(book.id) == [118, 119, 120]


def test_one_bad_letter_of_a_list_stops_all_and_gives_no_number(cast, draft, do, book):
    good, bad = draft(1, in_field=True), draft(2)
    assert (
        refused(
            lambda: letters.sign_and_number(
                [good.id, bad.id], proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7()
            )
        )
        == "not-your-turn"
    )
    assert (Number.objects.count(), logged(book.id)) == (0, [])
    assert Letter.objects.get(pk=good.pk).state == "chain"


def test_without_a_register_nothing_is_signed_in_the_list(cast, draft):
    letter = draft(1, in_field=True)
    assert (
        refused(
            lambda: letters.sign_and_number(
                [letter.id], proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7()
            )
        )
        == "no-register"
    )


def test_a_void_letter_keeps_its_number_as_void(approved, do):
    letter = do("number_letter", approved(), "rini")
    letter = do("void_letter", letter, "rini", reason="Kertas rusak")
    number = Number.objects.get()
    assert (letter.state, number.status, number.reason, number.letter_id) == ("void", "void", "Kertas rusak", letter.id)
    assert verdict(letter.code, on=letter.dated_on).state == "void"


def test_a_revoked_letter_is_told_to_whoever_checks_it(approved, do):
    letter = do("confirm_wet_signature", do("number_letter", approved(), "rini"), "rini")
    letter = do("review_letter", letter, "hendra", reason="Ada laporan")
    assert verdict(letter.code, on=letter.dated_on).state == "review"
    letter = do(
        "revoke_letter", do("clear_review", letter, "hendra", reason="Selesai"), "hendra", reason="Salah alamat"
    )
    assert verdict(letter.code, on=letter.dated_on).state == "revoked"
    assert refused(lambda: do("revoke_letter", letter, "rini", reason="x")) == "no-right"


def test_a_nik_in_a_reason_is_refused(draft, do):
    assert refused(lambda: do("return_letter", draft(), "agus", reason="NIK 1671145403880001 salah")) == "nik-in-text"


def test_unknown_and_malformed_codes_get_the_same_answer(db):
    assert verdict("7KQ" * 10, on=AT.date()) == verdict("bukan kode", on=AT.date())


def test_what_waits_for_whom(cast, draft, do):
    draft(1)
    signing = draft(2, in_field=True)
    actors = {who: cast.actor(who) for who in ("rini", "agus", "hendra", "zul")}
    asked = {
        who: [(one.letter.id == signing.id, one.act) for one in waiting.waiting_for(by=by, at=AT)]
        for who, by in actors.items()
    }
    assert asked == {"rini": [], "agus": [(False, "paraf")], "hendra": [(True, "sign")], "zul": []}
    assert [waiting.waiting_count(by=by, at=AT) for by in actors.values()] == [0, 1, 1, 0]


def test_who_corrected_a_letter_is_not_asked_to_approve_it(cast, draft, do):
    """Agus stands in at the counter for a day: what he corrected, another initials."""
    letter = draft()
    LetterStep.objects.create(
        id=uuid7(),
        letter=letter,
        act="revise",
        by=cast.people["agus"].id,
        at=AT,
        hlc=2**50,
        dev=cast.house.id,
        seq=2**40,
    )
    assert (waiting.waiting_for(by=cast.actor("agus"), at=AT), waiting.waiting_count(by=cast.actor("agus"), at=AT)) == (
        [],
        0,
    )


def test_the_paper_says_the_number_and_is_kept_sealed(approved, do, settings):
    import io

    import pypdf

    letter = do("number_letter", approved(), "rini")
    pdf = papers.letter_pdf(letter)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert letter.number in text and "Siti Maryam" in text and "Hendra Saputra" in text
    kept = [path for path in (settings.SIIP.data_dir / "media").rglob("*") if path.is_file()]
    assert kept and all(b"%PDF" not in path.read_bytes() for path in kept)
    assert papers.letter_pdf(letter) == pdf


def test_the_register_prints_used_void_and_nothing(cast, approved, do, book):
    letter = do("number_letter", approved(), "rini")
    do("void_letter", letter, "rini", reason="Kertas rusak")
    day = letter.dated_on
    assert papers.register_pdf(book, from_on=day, until_on=day, at=AT).startswith(b"%PDF")
    assert papers.register_sheet(book, from_on=day, until_on=day).startswith(b"PK")
    empty = day - timedelta(days=300)
    assert papers.register_pdf(book, from_on=empty, until_on=empty, at=AT).startswith(b"%PDF")


def test_the_paper_book_leads_with_booked_numbers_only(cast, draft, do):
    by = cast.actor("dewi")
    book = registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=3, mode="buku", after=300, by=by, at=AT, id=uuid7()
    )
    letter = draft(1, in_field=True)
    do("sign_letter", letter, "hendra")
    assert refused(lambda: do("number_letter", letter, "rini")) == "block-empty"
    lease = registers.book_block(book.id, first=301, last=306, by=by, at=AT, id=uuid7())
    assert do("number_letter", letter, "rini").number.split("/")[1] == "301"
    (block,) = registers.blocks(book)
    assert (block.used, block.left, block.is_low) == ((301,), (302, 303, 304, 305, 306), True)
    again = lambda: registers.book_block(book.id, first=306, last=310, by=by, at=AT, id=uuid7())  # noqa: E731
    assert refused(again) == "block-overlap"
    registers.close_block(lease.id, by=by, at=AT, id=uuid7())
    assert registers.blocks(book)[0].void == (302, 303, 304, 305, 306)
    assert papers.block_pdf(book, registers.blocks(book)[0], at=AT).startswith(b"%PDF")


def test_every_path_of_the_cast_is_where_it_should_be(cast):
    assert cast.offices["hendra"].wilayah.path == PLAJU_ILIR
