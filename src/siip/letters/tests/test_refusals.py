"""Each act of letters is refused for each of its codes, and then nothing has changed."""

from datetime import timedelta

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.letters import letters, papers
from siip.letters.models import Letter
from siip.letters.rules import codes
from siip.letters.tests.conftest import ANSWERS, refused
from siip.people.pins import Proof
from tests.cast import AT, ident

REASON = {"reason": "Alamat kurang lengkap"}
REVISED = {"answers": ANSWERS, "subject_name": "Siti Maryam", "subject_rt": "07/02", "purpose": "bank"}
NIK = "1671145403880001"


@pytest.fixture
def at_stage(draft, approved, do):
    """`at_stage("signed")` gives a letter that has come so far."""

    def make(stage):
        if stage == "chain":
            return draft()
        letter = approved() if stage in ("approved", "numbered", "signed", "revoked", "review") else draft()
        if stage == "returned":
            return do("return_letter", letter, "agus", **REASON)
        if stage == "void":
            return do("void_letter", letter, "rini", **REASON)
        if stage != "approved":
            letter = do("number_letter", letter, "rini")
        if stage in ("signed", "revoked", "review"):
            letter = do("confirm_wet_signature", letter, "rini")
        if stage == "revoked":
            return do("revoke_letter", letter, "hendra", **REASON)
        return do("review_letter", letter, "hendra", **REASON) if stage == "review" else letter

    return make


@pytest.mark.parametrize(
    ("act", "stage", "who", "said", "code"),
    [
        ("revise_letter", "chain", "agus", REVISED, "no-right"),
        ("revise_letter", "chain", "zul", REVISED, "not-found"),
        ("revise_letter", "approved", "rini", REVISED, "state"),
        ("revise_letter", "returned", "rini", REVISED | {"answers": {}}, "answers"),
        ("revise_letter", "returned", "rini", REVISED | {"purpose": NIK}, "nik-in-text"),
        ("revise_letter", "returned", "rini", REVISED | {"subject_name": NIK}, "nik-in-text"),
        ("paraf_letter", "chain", "rini", {}, "no-right"),
        ("paraf_letter", "chain", "zul", {}, "not-found"),
        ("paraf_letter", "approved", "agus", {}, "state"),
        ("paraf_letter", "chain", "nyimas", {}, "not-your-turn"),
        ("return_letter", "chain", "rini", REASON, "no-right"),
        ("return_letter", "chain", "zul", REASON, "not-found"),
        ("return_letter", "returned", "agus", REASON, "state"),
        ("return_letter", "chain", "hendra", REASON, "not-your-turn"),
        ("return_letter", "chain", "agus", {"reason": "  "}, "reason-missing"),
        ("return_letter", "chain", "agus", {"reason": NIK}, "nik-in-text"),
        ("sign_letter", "chain", "rini", {}, "no-right"),
        ("sign_letter", "chain", "zul", {}, "not-found"),
        ("sign_letter", "chain", "hendra", {}, "not-your-turn"),
        ("sign_letter", "approved", "hendra", {}, "state"),
        ("number_letter", "approved", "hendra", {}, "no-right"),
        ("number_letter", "approved", "zul", {}, "not-found"),
        ("number_letter", "numbered", "rini", {}, "state"),
        ("confirm_wet_signature", "numbered", "hendra", {}, "no-right"),
        ("confirm_wet_signature", "numbered", "zul", {}, "not-found"),
        ("confirm_wet_signature", "approved", "rini", {}, "state"),
        ("void_letter", "numbered", "agus", REASON, "no-right"),
        ("void_letter", "numbered", "zul", REASON, "not-found"),
        ("void_letter", "signed", "rini", REASON, "state"),
        ("void_letter", "numbered", "rini", {"reason": ""}, "reason-missing"),
        ("void_letter", "numbered", "rini", {"reason": NIK}, "nik-in-text"),
        ("revoke_letter", "signed", "rini", REASON, "no-right"),
        ("revoke_letter", "signed", "zul", REASON, "not-found"),
        ("revoke_letter", "chain", "hendra", REASON, "state"),
        ("revoke_letter", "signed", "hendra", {"reason": ""}, "reason-missing"),
        ("revoke_letter", "signed", "hendra", {"reason": NIK}, "nik-in-text"),
        ("review_letter", "signed", "rini", REASON, "no-right"),
        ("review_letter", "signed", "zul", REASON, "not-found"),
        ("review_letter", "revoked", "hendra", REASON, "state"),
        ("review_letter", "signed", "hendra", {"reason": ""}, "reason-missing"),
        ("clear_review", "review", "rini", REASON, "no-right"),
        ("clear_review", "review", "zul", REASON, "not-found"),
        ("clear_review", "signed", "hendra", REASON, "state"),
        ("clear_review", "review", "hendra", {"reason": ""}, "reason-missing"),
    ],
)
def test_an_act_is_refused(at_stage, do, act, stage, who, said, code):
    letter = at_stage(stage)
    before = (Letter.objects.values().get(), Entry.objects.count())
    with pytest.raises(Refused) as refused:
        do(act, letter, who, **said)
    assert refused.value.code == code
    assert (Letter.objects.values().get(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("hendra", {}, "no-right"),
        ("zul", {}, "no-right"),
        ("rini", {"office_id": ident("nowhere")}, "not-found"),
        ("rini", {"office_id": "seklur"}, "wrong-office"),
        ("rini", {"answers": {"nama": "Siti Maryam"}}, "answers"),
        ("rini", {"code": "7KQ"}, "code"),
        ("rini", {"subject_name": NIK}, "nik-in-text"),
        ("rini", {"purpose": f"urusan {NIK}"}, "nik-in-text"),
    ],
)
def test_a_draft_is_refused(cast, who, said, code):
    if said.get("office_id") == "seklur":
        said = {"office_id": cast.offices["nyimas"].id}
    usual = {
        "letter_id": uuid7(), "kind": "domisili_orang", "office_id": cast.offices["hendra"].id,
        "subject_name": "Siti Maryam", "subject_rt": "07/02", "purpose": "bank", "answers": ANSWERS,
        "key_id": uuid7(), "code": codes.code_from(bytes(19)), "in_field": False,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        letters.draft_letter(**(usual | said), by=cast.actor(who), at=AT, id=uuid7())
    assert refused.value.code == code
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": AT - timedelta(minutes=3)}, "proof-stale"),
        ({"at": AT + timedelta(seconds=1)}, "proof-stale"),
        ({"office_path": "16/71/14/1001/"}, "proof-elsewhere"),
        ({"account": -1}, "proof-elsewhere"),
    ],
)
def test_a_pin_of_another_time_place_or_person_signs_nothing(cast, draft, book, change, code):
    letter, own = draft(in_field=True), cast.proof("hendra")
    said = {"account": own.account, "enrolment": own.enrolment, "office_path": own.office_path, "at": own.at}
    proof, by = Proof(**(said | change)), cast.actor("hendra")
    for sign in (letters.sign_letter, lambda one, **how: letters.sign_and_number([one], **how)):
        with pytest.raises(Refused) as refused:
            sign(letter.id, proof=proof, by=by, at=AT, id=uuid7())
        assert refused.value.code == code
    assert Letter.objects.get().state == "chain"


def test_a_list_of_nothing_is_refused(cast):
    with pytest.raises(Refused) as refused:
        letters.sign_and_number([], proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    assert refused.value.code == "nothing-chosen"


@pytest.mark.parametrize("act", ["number_letter", "sign_and_number"])
def test_without_a_register_there_is_no_number(cast, draft, do, act):
    letter = draft(in_field=True)
    if act == "number_letter":
        do("sign_letter", letter, "hendra")
    with pytest.raises(Refused) as refused:
        if act == "number_letter":
            do(act, letter, "rini")
        else:
            by = cast.actor("hendra")
            letters.sign_and_number([letter.id], proof=cast.proof("hendra"), by=by, at=AT, id=uuid7())
    assert refused.value.code == "no-register"


def test_one_id_for_another_letter_is_refused(draft, do):
    one, other, id = draft(1), draft(2), uuid7()
    do("paraf_letter", one, "agus", id=id)
    with pytest.raises(Refused) as refused:
        do("paraf_letter", other, "agus", id=id)
    assert refused.value.code == "other-payload"


def test_what_needs_the_letter_type_says_when_it_is_gone(cast, draft, do, approved):
    waiting, signed = draft(2, in_field=True), approved(1)
    Letter.objects.update(kind="jenis_lama")
    assert refused(lambda: do("sign_letter", waiting, "hendra")) == "kind-gone"
    assert refused(lambda: do("number_letter", signed, "rini")) == "kind-gone"
    assert refused(lambda: papers.preview_pdf(Letter.objects.get(pk=waiting.pk), at=AT)) == "kind-gone"
    assert do("void_letter", waiting, "rini", reason="Jenis surat dihapus").state == "void"
