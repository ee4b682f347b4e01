"""The journal: what took effect, by whom, where; one transaction and one entry for each act.

Every act of every area runs inside `act(...)`. The entry bears the id that the caller gave (online:
the form's token), so a repeat is recognised and another payload under the same id is refused.
Two hash chains run through the entries, one for each kecamatan and one for the house.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import rfc8785
from django.db import connection, transaction

from siip.kernel import crypt
from siip.kernel.actor import Actor
from siip.kernel.models import Chain, Entry, House
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused

ZEROS = "0" * 64
HOUSE = ""  # the chain of the whole house

_current: ContextVar["Act | None"] = ContextVar("siip_act", default=None)


@dataclass(slots=True)
class Act:
    """An act under way. `repeated`: the same was done before, so return the row that it made."""

    name: str
    id: UUID
    by: Actor
    at: datetime
    path: str
    about: Mapping[str, Any]
    digest: str
    repeated: bool = False
    seq: int | None = None
    _hooks: list[Callable[[], None]] = field(default_factory=list)

    def enter(self) -> int:
        """Append the entry and return its sequence.

        Takes the locks of both chain heads, so it comes after every other lock of the act; an outer
        act takes the locks of its inner acts before it calls the first of them.
        """
        if self.seq is None:
            self.seq = _append(self)
        return self.seq

    def inner(self, name: str) -> UUID:
        """The id of an act that this one performs: the same outer act gives the same inner ones."""
        return uuid5(self.id, name)

    def before_commit(self, hook: Callable[[], None]) -> None:
        """Call `hook` as the last thing inside the transaction: what must be on disk before COMMIT."""
        self._hooks.append(hook)


@contextmanager
def act(
    name: str,
    *,
    id: UUID,
    by: Actor,
    at: datetime,
    where: str,
    about: Mapping[str, Any] | None = None,
    body: Any = None,
) -> Iterator[Act]:
    """The one transaction of an act, and its entry in the journal.

    `where` is the territory path that the act is about; `about` goes into the entry as it stands, so
    ids, codes and counts only; `body` is everything that was said, kept as a keyed digest. The entry
    is appended by `.enter()`, or at the end if the act did not ask for its sequence.

    Raises Refused: "other-payload" when the id was used for something else.
    """
    outer = _current.get()
    digest = crypt.digest(rfc8785.dumps([name, by.account, where, plain(body)]))
    with transaction.atomic():
        found = _seen(id, digest)
        hooks = outer._hooks if outer else []
        kept = len(hooks)
        this = Act(name, id, by, at, where, dict(about or {}), digest, repeated=found, _hooks=hooks)
        token = _current.set(this)
        try:
            yield this
            if not found:
                this.enter()
            if outer is None:
                for hook in hooks:
                    hook()
        except BaseException:
            del hooks[kept:]  # a refused inner act takes its hooks with it, as its savepoint does its rows
            raise
        finally:
            _current.reset(token)


def plain(value: Any) -> Any:
    """What canonical JSON can hold: ids, dates and numbers of law as text, sequences as lists.

    Whole numbers beyond 2^53 become text, since JSON of the standard cannot carry them.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return value.hex()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    return str(value)


def house_id() -> UUID:
    """The id of this installation, the device of online acts. Raises House.DoesNotExist before `init`."""
    return House.objects.values_list("id", flat=True).get()


def was_done(id: UUID, *, by: Actor) -> bool:
    """Whether this account did the act already, for acts whose thing is gone afterwards."""
    return Entry.objects.filter(pk=id, account=by.account).exists()


def _seen(id: UUID, digest: str) -> bool:
    if connection.vendor == "postgresql":
        # Two posts of one form at once: the second waits here until the first has committed. On SQLite
        # BEGIN IMMEDIATE has done the same. A statement of its own, as a distributed database needs.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [id.int % 2**63])
    known = Entry.objects.filter(pk=id).values_list("digest", flat=True).first()
    if known is not None and known != digest:
        raise Refused(
            "other-payload",
            "Formulir ini sudah pernah dikirim dengan isi lain. Buka kembali halamannya, lalu isi sekali lagi.",
        )
    return known is not None


def _append(this: Act) -> int:
    kecamatan = kecamatan_of(this.path)
    # The house first: an act over two kecamatan would else wait for one that waits for it.
    house = _locked(HOUSE)
    inner = _locked(kecamatan) if kecamatan else None
    house.seq += 1
    entry = Entry(
        id=this.id, seq=house.seq, act=this.name, path=this.path, kecamatan=kecamatan,
        person=this.by.person, account=this.by.account, device=this.by.device,
        at=this.at, about=plain(this.about), digest=this.digest,
    )  # fmt: skip
    entry.own_hash = _own_hash(entry)
    entry.kecamatan_hash = _link(inner.head, entry.own_hash) if inner else ZEROS
    entry.house_hash = _link(house.head, entry.own_hash)
    entry.save(force_insert=True)
    if inner:
        inner.seq, inner.head = inner.seq + 1, entry.kecamatan_hash
        inner.save(update_fields=["seq", "head"])
    house.head = entry.house_hash
    house.save(update_fields=["seq", "head"])
    return house.seq


def _locked(path: str) -> Chain:
    chain = Chain.objects.select_for_update().filter(pk=path).first()
    if chain is None:
        Chain.objects.get_or_create(pk=path, defaults={"head": ZEROS})
        chain = Chain.objects.select_for_update().get(pk=path)
    return chain


def _own_hash(entry: Entry) -> str:
    said = [
        str(entry.id), entry.seq, entry.act, entry.path, plain(entry.person), entry.account,
        str(entry.device), plain(entry.at), entry.about, entry.digest,
    ]  # fmt: skip
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def _link(previous: str, own: str) -> str:
    return hashlib.sha256(f"{previous}{own}".encode()).hexdigest()  # of text: also of text that was tampered with


def faults() -> Iterator[str]:
    """Walk all chains from the start and name what does not fit, one line each; nothing when all is well."""
    heads: dict[str, tuple[int, str]] = {HOUSE: (0, ZEROS)}
    for entry in Entry.objects.order_by("seq").iterator():
        for fault in _entry_faults(entry, heads):
            yield f"entry {entry.seq} ({entry.id}): {fault}"
    chains = {chain.path: (chain.seq, chain.head) for chain in Chain.objects.all()}
    for path in sorted(chains.keys() | heads.keys()):
        if chains.get(path, (0, ZEROS)) != heads.get(path, (0, ZEROS)):
            yield f"chain of {path or 'the house'}: its head is not its last entry"


def _entry_faults(entry: Entry, heads: dict[str, tuple[int, str]]) -> Iterator[str]:
    """What does not fit about the next entry; `heads` go on with what is stored."""
    if entry.own_hash != _own_hash(entry):
        yield "changed after it was written"
    if entry.kecamatan != kecamatan_of(entry.path) or (not entry.kecamatan and entry.kecamatan_hash != ZEROS):
        yield "counted to another kecamatan than it is about"
    links = {HOUSE: entry.house_hash}
    if entry.kecamatan:
        links[entry.kecamatan] = entry.kecamatan_hash
    for path, stored in links.items():
        count, head = heads.get(path, (0, ZEROS))
        if stored != _link(head, entry.own_hash):
            yield f"the chain of {path or 'the house'} breaks here"
        heads[path] = (count + 1, stored)
    if entry.seq != heads[HOUSE][0]:
        yield "the sequence has a hole before it"
        heads[HOUSE] = (entry.seq, entry.house_hash)


def entries_at(*paths: str, before: int | None = None, limit: int = 100) -> list[Entry]:
    """The newest entries about some territories, for the console's own trail; `before` is a sequence to go on from."""
    found = Entry.objects.filter(within("path", paths), kecamatan__in={kecamatan_of(path) for path in paths})
    if before is not None:
        found = found.filter(seq__lt=before)
    return list(found.order_by("-seq")[:limit])
