"""Signatures of devices and persons, as a browser makes them."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from siip.sync.rules import envelope, signatures
from siip.sync.rules.signatures import NotAKey

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/envelope.json").read_text(encoding="utf-8"))
KEYS = VECTORS["keys"]


@pytest.mark.parametrize("case", VECTORS["signatures"], ids=lambda case: case["why"])
def test_a_signature_holds_for_its_words_and_its_key_only(case):
    key = signatures.public_key(case["key"])
    assert signatures.is_signed(case["message"].encode(), case["sig"], key) is case["good"]


@pytest.mark.parametrize("case", VECTORS["not_keys"], ids=lambda case: case["why"])
def test_what_is_no_key_is_told(case):
    with pytest.raises(NotAKey):
        signatures.public_key(case["key"])


@pytest.mark.parametrize("whose", KEYS)
def test_what_we_sign_the_public_key_knows(whose):
    private = ec.derive_private_key(int(KEYS[whose]["private"], 16), ec.SECP256R1())
    assert signatures.public_text(private.public_key()) == KEYS[whose]["public"]
    sig = signatures.signed(b"siip", private)
    assert signatures.is_signed(b"siip", sig, signatures.public_key(KEYS[whose]["public"]))
    assert len(sig) == 86


def test_a_person_signs_the_operation_without_the_signature():
    (case,) = (one for one in VECTORS["operations"] if "psig" in one["said"])
    read = envelope.read(case["bytes"].encode())
    person = signatures.public_key(KEYS["person"]["public"])
    assert signatures.is_signed(read.signed_bytes, read.psig, person)
    assert b"psig" not in read.signed_bytes and not signatures.is_signed(read.raw, read.psig, person)


def test_a_person_signs_as_he_writes():
    (case,) = (one for one in VECTORS["operations"] if "psig" in one["said"])
    said = {name: value for name, value in case["said"].items() if name != "psig"}
    private = ec.derive_private_key(int(KEYS["person"]["private"], 16), ec.SECP256R1())
    read = envelope.read(envelope.write(said, lambda message: signatures.signed(message, private)))
    assert signatures.is_signed(read.signed_bytes, read.psig, private.public_key())


def test_the_device_signs_a_batch_by_its_last_operation():
    (case,) = VECTORS["batches"]
    device = signatures.public_key(KEYS["device"]["public"])
    assert signatures.is_signed(case["message"].encode(), case["sig"], device)
    last = envelope.read(envelope.read_batch(case["bytes"].encode()).operations[-1])
    assert envelope.batch_message(last.dev, last.seq, last.hash).decode() == case["message"]
