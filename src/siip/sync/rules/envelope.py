"""The envelope of an operation: read from bytes and nothing else, or refused; written in its one canonical form.

Canonical is RFC 8785 over a smaller JSON: whole numbers up to 2^53 - 1 and no others, names of fields in ASCII. So an
encoder needs no rules for floating point, and sorting by code point is sorting by UTF-16.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

from siip.kernel import hlc

VERSION: Final = 1
FIRST: Final = "0" * 64
"""What stands for the hash of the operation before a device's first."""
BODY_LIMIT: Final = 16 * 1024
OPERATION_LIMIT: Final = BODY_LIMIT + 2 * 1024
BATCH_LIMIT: Final = 256 * 1024
BATCH_OPERATIONS: Final = 200
DEPTH: Final = 8
LARGEST: Final = 2**53 - 1

# Base64url without padding of 64 bytes (r and s of P-256) and of 16; the last letter has four bits to spare, all zero.
_SIGNATURE: Final = r"^[A-Za-z0-9_-]{85}[AQgw]\Z"
_SALT: Final = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")  # `__proto__` would be lost by a careless copy in a browser
_AT: Final = re.compile(r" - at `\$\.([a-z]+)|field `([^`]+)`")

Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Whole = Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]


class NotAnOperation(Exception):
    """The bytes are no operation, so nothing is stored and the device keeps them.

    `code` is stable: "too-large", "not-json", "field-missing", "field-unknown", "field-shape", "not-canonical",
    "version-unknown", "not-a-batch", "too-many". `field` names where, "" for the whole.
    """

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code}: {field}" if field else code)
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it was read. `raw` are its bytes as received, `hash` their SHA-256 in hex."""

    id: UUID
    dev: UUID
    seq: int
    prev: str
    hlc: int
    wall: int  # milliseconds since 1970 by the device's own clock: for the audit, no fact rests on it
    terr: str
    act: UUID  # the person
    type: str
    sv: int
    base: UUID | None
    body: Mapping[str, Any]
    psig: str | None
    raw: bytes
    hash: str

    @property
    def signed_bytes(self) -> bytes:
        """What the person's signature covers: the operation without it."""
        said = msgspec.json.decode(self.raw)
        said.pop("psig", None)
        return canonical(said)


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations of one device as they came, not read yet, and the device's signature."""

    dev: UUID
    operations: tuple[bytes, ...]
    sig: str


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")]
    dev: Id
    seq: Whole
    prev: Hash
    hlc: Annotated[str, msgspec.Meta(pattern=r"^[0-7][0-9a-f]{15}\Z")]
    wall: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
    terr: Annotated[str, msgspec.Meta(pattern=r"^([0-9A-Za-z.-]+/){3,6}\Z", max_length=64)]
    act: Id
    type: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*\Z", max_length=60)]
    sv: Annotated[int, msgspec.Meta(ge=1, le=999)]
    base: Id | None
    body: dict[str, Any]
    psig: Annotated[str, msgspec.Meta(pattern=_SIGNATURE)] | msgspec.UnsetType = msgspec.UNSET


class _Version(msgspec.Struct):
    v: int


class _Batch(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    dev: Id
    ops: list[msgspec.Raw]
    sig: Annotated[str, msgspec.Meta(pattern=_SIGNATURE)]


def read(raw: bytes) -> Operation:
    """The operation that these bytes are. Raises NotAnOperation."""
    if len(raw) > OPERATION_LIMIT:
        raise NotAnOperation("too-large")
    tree = _decoded(raw)
    # Before its shape: what a later version says otherwise is no fault of the device.
    if isinstance(tree, dict):
        _check_version(tree.get("v", VERSION))
    found = _shaped(tree)
    if (found.seq == 1) != (found.prev == FIRST):
        raise NotAnOperation("field-shape", "prev")
    _check_body(found.body)
    if canonical(tree) != raw:
        raise NotAnOperation("not-canonical")
    if len(raw) > BODY_LIMIT and len(canonical(found.body)) > BODY_LIMIT:
        raise NotAnOperation("too-large", "body")
    return Operation(
        UUID(found.id), UUID(found.dev), found.seq, found.prev, hlc.read(found.hlc), found.wall, found.terr,
        UUID(found.act), found.type, found.sv, UUID(found.base) if found.base else None, found.body,
        None if isinstance(found.psig, msgspec.UnsetType) else found.psig, raw, sha256(raw).hexdigest(),
    )  # fmt: skip


def write(said: Mapping[str, Any], sign: Callable[[bytes], str] | None = None) -> bytes:
    """The bytes of an operation, for devices of ours: the kit, a rehearsal. `sign` is the person's.

    Raises NotAnOperation, as whoever receives it would.
    """
    raw = canonical(said)
    if sign is not None:
        raw = canonical({**said, "psig": sign(raw)})
    return read(raw).raw


def read_batch(raw: bytes) -> Batch:
    """A batch, its operations still unread: one that is none must not cost the others. Raises NotAnOperation."""
    if len(raw) > BATCH_LIMIT:
        raise NotAnOperation("too-large")
    try:
        _check_version(msgspec.json.decode(raw, type=_Version).v)
        found = msgspec.json.decode(raw, type=_Batch)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotAnOperation("not-a-batch", _field(error)) from None
    if not 1 <= len(found.ops) <= BATCH_OPERATIONS:
        raise NotAnOperation("too-many", "ops")
    operations = tuple(bytes(one) for one in found.ops)
    if _batched(found.dev, operations, found.sig) != raw:
        raise NotAnOperation("not-canonical")  # a name twice, say: two readers would see two batches
    return Batch(UUID(found.dev), operations, found.sig)


def write_batch(dev: UUID, operations: Sequence[bytes], sign: Callable[[bytes], str]) -> bytes:
    """The bytes of a batch of ours; its operations in the device's order."""
    last = read(operations[-1])
    sig = sign(batch_message(dev, last.seq, last.hash))
    return _batched(str(dev), operations, sig)


def batch_message(dev: UUID, seq: int, head: str) -> bytes:
    """What a device signs of a batch: its last operation's number and hash, which covers all before it.

    The words in front keep a signature of a batch from being one of anything else.
    """
    return f"siip-batch {VERSION} {dev} {seq} {head}".encode()


def canonical(value: Any) -> bytes:
    """The one way to write down what an operation says."""
    return msgspec.json.encode(value, order="sorted")


def _batched(dev: str, operations: Sequence[bytes], sig: str) -> bytes:
    return b'{"dev":"%s","ops":[%s],"sig":"%s","v":%d}' % (
        dev.encode(), b",".join(operations), sig.encode(), VERSION
    )  # fmt: skip


def _check_version(v: object) -> None:
    if isinstance(v, int) and not isinstance(v, bool) and v != VERSION:
        raise NotAnOperation("version-unknown", "v")


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise NotAnOperation("not-json") from None


def _shaped(tree: Any) -> _Envelope:
    try:
        return msgspec.convert(tree, _Envelope)
    except msgspec.ValidationError as error:
        said = str(error)
        kinds = (("missing required", "field-missing"), ("unknown field", "field-unknown"))
        code = next((code for words, code in kinds if words in said), "field-shape")
        raise NotAnOperation(code, _field(error)) from None


def _field(error: Exception) -> str:
    found = _AT.search(str(error))
    return (found[1] or found[2]) if found else ""


def _check_body(body: Mapping[str, Any]) -> None:
    salt = body.get("salt")
    if not isinstance(salt, str) or not _SALT.fullmatch(salt):
        raise NotAnOperation("field-shape", "body.salt")
    if not _is_plain(body, DEPTH):
        raise NotAnOperation("field-shape", "body")


def _is_plain(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return abs(value) <= LARGEST
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(_NAME.fullmatch(name) and _is_plain(one, depth - 1) for name, one in value.items())
    return isinstance(value, list) and all(_is_plain(one, depth - 1) for one in value)
