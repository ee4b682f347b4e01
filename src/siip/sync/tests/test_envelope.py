"""The envelope: the golden vectors that every client shares, and what no client may get past."""

import json
from pathlib import Path
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import hlc
from siip.sync.rules import envelope
from siip.sync.rules.envelope import NotAnOperation

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/envelope.json").read_text(encoding="utf-8"))
GOOD = VECTORS["operations"]
SALT = "3q2-7wAAAAAAAAAAAAAAAQ"
SAID = {**GOOD[0]["said"]}


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["why"] for case in cases])


def refusal(raw, read=envelope.read):
    with pytest.raises(NotAnOperation) as refused:
        read(raw)
    return refused.value.code, refused.value.field


@named(GOOD)
def test_an_operation_has_one_form_and_one_hash(case):
    raw = case["bytes"].encode()
    assert envelope.write(case["said"]) == raw == rfc8785.dumps(case["said"])
    read = envelope.read(raw)
    assert (read.raw, read.hash) == (raw, case["hash"])
    said = {name: getattr(read, name) for name in ("seq", "prev", "wall", "terr", "type", "sv", "body", "psig")}
    assert said == {"psig": None} | {name: case["said"][name] for name in said if name in case["said"]}
    ids = (read.id, read.dev, read.act, read.base)
    assert [one and str(one) for one in ids] == [case["said"][name] for name in ("id", "dev", "act", "base")]
    assert hlc.text(read.hlc) == case["said"]["hlc"]


def test_the_operations_of_the_vectors_are_one_chain():
    read = [envelope.read(case["bytes"].encode()) for case in GOOD]
    assert [one.prev for one in read] == [envelope.FIRST, *(one.hash for one in read[:-1])]
    assert [one.seq for one in read] == [1, 2, 3, 4, 5]
    assert [one.hlc for one in read] == sorted({one.hlc for one in read})


@named(VECTORS["refused"])
def test_what_is_no_operation_is_refused_by_its_code(case):
    raw = case["bytes"].encode() if "bytes" in case else bytes.fromhex(case["hex"])
    assert refusal(raw) == (case["code"], case["field"])


def test_what_is_longer_than_any_operation_is_not_even_decoded():
    assert refusal(b"[" * 30_000) == ("too-large", "")
    assert refusal(b"[" * 10_000) == ("not-json", "")


def test_a_refusal_tells_a_machine_where():
    assert str(NotAnOperation("field-shape", "seq")) == "field-shape: seq"
    assert str(NotAnOperation("not-json")) == "not-json"


def test_a_body_of_16_kib_just_fits():
    room = envelope.BODY_LIMIT - len(envelope.canonical({"salt": SALT, "text": ""}))
    raw = envelope.write({**SAID, "body": {"salt": SALT, "text": "x" * room}})
    assert len(envelope.canonical(envelope.read(raw).body)) == envelope.BODY_LIMIT


def test_a_device_of_ours_writes_nothing_that_would_be_refused():
    with pytest.raises(NotAnOperation, match="field-shape: seq"):
        envelope.write({**SAID, "seq": 0})


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,10}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-envelope.LARGEST, envelope.LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(names, values, max_size=5))
def test_the_form_is_that_of_rfc_8785_whatever_is_said(body):
    said = {**SAID, "body": {**body, "salt": SALT}}
    try:
        raw = envelope.write(said)
    except NotAnOperation as refused:
        assert refused.field == "body"  # nested too deep
        return
    assert raw == rfc8785.dumps(said)
    assert envelope.read(raw).body == said["body"]


@given(st.binary(max_size=400) | st.sampled_from(GOOD).flatmap(lambda case: mutilated(case["bytes"].encode())))
def test_no_bytes_are_read_as_anything_but_themselves(raw):
    """Either refused, or an operation whose one form is just these bytes; nothing crashes."""
    try:
        read = envelope.read(raw)
    except NotAnOperation:
        return
    assert rfc8785.dumps(json.loads(raw)) == raw == read.raw


@st.composite
def mutilated(draw, raw):
    at, what = draw(st.integers(0, len(raw) - 1)), draw(st.binary(max_size=3))
    return raw[:at] + what + raw[at + draw(st.integers(0, 2)) :]


@named(VECTORS["batches"])
def test_a_batch_holds_its_operations_as_they_were_and_names_the_last(case):
    batch = envelope.read_batch(case["bytes"].encode())
    assert (str(batch.dev), len(batch.operations), batch.sig) == (case["dev"], case["count"], case["sig"])
    assert batch.operations == tuple(one["bytes"].encode() for one in GOOD)
    assert envelope.batch_message(batch.dev, case["seq"], case["head"]).decode() == case["message"]
    assert envelope.write_batch(batch.dev, batch.operations, lambda message: case["sig"]) == case["bytes"].encode()


def a_batch(**other):
    said = {"dev": SAID["dev"], "ops": [SAID], "sig": "A" * 86, "v": 1, **other}
    return envelope.canonical({name: value for name, value in said.items() if value is not None})


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        (b"{", "not-a-batch", ""),
        (b"\xff", "not-a-batch", ""),
        (b"[" * 100_000, "not-a-batch", ""),
        (a_batch(sig=None), "not-a-batch", "sig"),
        (a_batch(sig="A" * 85), "not-a-batch", "sig"),
        (a_batch(who="me"), "not-a-batch", "who"),
        (a_batch(dev="x"), "not-a-batch", "dev"),
        (a_batch(v=2), "version-unknown", "v"),
        (a_batch() + b" ", "not-canonical", ""),
        (a_batch().replace(b'"sig":', b'"sig":"%s","sig":' % (b"Q" * 86)), "not-canonical", ""),
        (a_batch(ops=[]), "too-many", "ops"),
        (a_batch(ops=[1] * 201), "too-many", "ops"),
        (b" " * (256 * 1024 + 1), "too-large", ""),
    ],
)
def test_what_is_no_batch_is_refused_whole(raw, code, field):
    assert refusal(raw, envelope.read_batch) == (code, field)


def test_one_that_is_no_operation_does_not_cost_the_others():
    batch = envelope.read_batch(a_batch(ops=["nonsense", SAID]))
    assert refusal(batch.operations[0]) == ("field-shape", "")
    assert envelope.read(envelope.canonical(json.loads(batch.operations[1]))).id == UUID(SAID["id"])


@named(VECTORS["clocks"])
def test_the_clock_of_a_device_rises(case):
    assert hlc.text(hlc.tick(hlc.read(case["last"]), case["wall"])) == case["next"]
