"""The desk's envelope in a real browser, against the vectors of the protocol and against the server's own reading."""

import json
import random
from pathlib import Path

import pytest

from siip.sync.rules import envelope, signatures
from tests.browser.harness import tab

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "src/siip/web/desk/static/desk"
VECTORS = json.loads((ROOT / "tests/vectors/envelope.json").read_text(encoding="utf-8"))
HOME = "http://localhost/"  # a browser signs in a secure context only, and this is one


@pytest.fixture(scope="module")
def desk(browser):
    """Calls a piece of script with the module as `desk` and what is handed to it as `given`."""

    def answer(route):
        name = route.request.url.removeprefix(HOME)
        if name.endswith(".js"):
            return route.fulfill(body=(MODULES / name).read_text(), content_type="text/javascript")
        return route.fulfill(body="<!doctype html><title>Desk</title>", content_type="text/html")

    with tab(browser) as page:
        page.route(f"{HOME}**", answer)
        page.goto(HOME)
        yield lambda script, given=None: page.evaluate(
            f"async given => {{ const desk = await import('/envelope.js'); {script} }}", given
        )


def test_every_operation_has_the_bytes_and_the_hash_of_the_vectors(desk):
    written = desk("return Promise.all(given.map(one => desk.write(one.said)))", VECTORS["operations"])
    assert written == [
        {"bytes": one["bytes"], "hash": one["hash"], "seq": one["said"]["seq"]} for one in VECTORS["operations"]
    ]


def test_the_clock_rises_as_in_the_vectors(desk):
    shown = desk("return given.map(one => desk.tick(one.last, one.wall))", VECTORS["clocks"])
    assert shown == [one["next"] for one in VECTORS["clocks"]]


def test_a_batch_is_put_together_as_in_the_vectors(desk):
    (case,) = VECTORS["batches"]
    given = {"operations": VECTORS["operations"], "dev": case["dev"], "sig": case["sig"]}
    script = """
      const signed = []
      const sign = async message => { signed.push(new TextDecoder().decode(message)); return given.sig }
      const operations = given.operations.map(one => ({ bytes: one.bytes, hash: one.hash, seq: one.said.seq }))
      return [await desk.writeBatch(given.dev, operations, sign), signed]"""
    assert desk(script, given) == [case["bytes"], [case["message"]]]


def test_what_a_browser_signs_the_server_reads_and_believes(desk):
    script = """
      const [device, person] = [await desk.makeKeys(), await desk.makeKeys()]
      const operations = []
      let [prev, hlc] = [desk.FIRST, "0".repeat(16)]
      for (let seq = 1; seq <= 3; seq++) {
        hlc = desk.tick(hlc, Date.now())
        const said = { ...given, seq, prev, hlc, wall: Date.now(), body: { ...given.body, salt: desk.salt() } }
        const one = await desk.write(said, seq === 2 ? desk.signer(person.privateKey) : undefined)
        operations.push(one)
        prev = one.hash
      }
      return { batch: await desk.writeBatch(given.dev, operations, desk.signer(device.privateKey)),
               device: await desk.publicText(device.publicKey), person: await desk.publicText(person.publicKey) }"""
    made = desk(script, {**VECTORS["operations"][0]["said"]})
    batch = envelope.read_batch(made["batch"].encode())
    read = [envelope.read(one) for one in batch.operations]
    assert [one.seq for one in read] == [1, 2, 3]
    assert [one.prev for one in read] == [envelope.FIRST, read[0].hash, read[1].hash]
    assert read[0].hlc < read[1].hlc < read[2].hlc and len({one.body["salt"] for one in read}) == 3
    message = envelope.batch_message(batch.dev, 3, read[-1].hash)
    assert signatures.is_signed(message, batch.sig, signatures.public_key(made["device"]))
    assert signatures.is_signed(read[1].signed_bytes, read[1].psig, signatures.public_key(made["person"]))
    assert (read[0].psig, read[2].psig) == (None, None)


def test_both_write_the_same_bytes_whatever_is_said(desk):
    chance = random.Random(7)
    letters = 'aZ_9 "\\/\b\f\n\r\t\x00\x1f\x7f\u00e9\u2028\ud7ff\ue000\uffff\U0001f9f9'

    def value(depth):
        kinds = ("text", "whole", "null", "flag", "list", "object")
        match chance.choice(kinds if depth else kinds[:4]):
            case "text":
                return "".join(chance.choices(letters, k=chance.randrange(12)))
            case "whole":
                return chance.choice((0, 1, -1, envelope.LARGEST, -envelope.LARGEST, chance.randrange(10**15)))
            case "list":
                return [value(depth - 1) for _ in range(chance.randrange(4))]
            case "object":
                return {
                    "a" + "".join(chance.choices("aBz_Z", k=chance.randrange(3))): value(depth - 1) for _ in range(3)
                }
            case kind:
                return None if kind == "null" else chance.choice((True, False))

    said = [value(4) for _ in range(300)]
    assert desk("return given.map(desk.canonical)", said) == [envelope.canonical(one).decode() for one in said]


@pytest.mark.parametrize(
    "said",
    ["1.5", "2 ** 53", "-Infinity", "NaN", "10n", "undefined", "[undefined]", "() => 1", "'\\ud800'", "({'a-b': 1})",
     "({'': 1})", "({'__proto__x': 1})", "({a: undefined})"],
)  # fmt: skip
def test_what_no_operation_may_hold_is_not_written(desk, said):
    script = f"try {{ return desk.canonical({said}) }} catch (error) {{ return error instanceof TypeError }}"
    assert desk(script) is True


@pytest.mark.parametrize(
    ("body", "is_written"),
    [("'x'.repeat(16376)", True), ("'x'.repeat(16377)", False),
     ("[[[[[[[1]]]]]]]", True), ("[[[[[[[[1]]]]]]]]", False)],
)  # fmt: skip
def test_a_body_that_no_server_would_take_is_not_written(desk, body, is_written):
    script = f"""try {{ return Boolean(await desk.write({{ seq: 1, body: {{ a: {body} }} }})) }}
      catch (error) {{ return !(error instanceof RangeError) }}"""
    assert desk(script) is is_written


@pytest.mark.parametrize("count", [0, 201])
def test_a_batch_is_neither_empty_nor_too_long(desk, count):
    script = """
      const one = { bytes: "{}", hash: "", seq: 1 }
      try { return await desk.writeBatch("", Array(given).fill(one), async () => "") }
      catch (error) { return error instanceof RangeError }"""
    assert desk(script, count) is True
