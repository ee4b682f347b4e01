"""Talks (penyuluhan): what was explained at an event, by whom, to how many, and what residents asked."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from siip.activity.models import Talk, TalkStep
from siip.activity.rules import talks as rules
from siip.activity.sites import RECORD, SEE
from siip.kernel import catalogue, crypt, journal
from siip.kernel.actor import Actor
from siip.kernel.journal import Act
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.kernel.refused import Refused
from siip.kernel.steps import latest, stamp
from siip.kernel.words import refuse_nik, tidy
from siip.programme import days
from siip.programme.models import Event

TOPICS: Final = "topik_penyuluhan"
SERVICE: Final = 4
"""The topic "Layanan publik: syarat, hak warga, tanpa calo"."""
LONGEST_NOTE: Final = 1000
LONGEST_SPEAKER: Final = 120


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of a talk: a number of the list, who spoke, how many listened, what was asked and answered."""

    topic: int
    speaker: str
    heads: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A talk with the note of its dialogue opened."""

    row: Talk
    note: str

    @property
    def topic(self) -> str:
        """ "Memilah dan membuang sampah"."""
        return topic_name(self.row.topic)


@dataclass(frozen=True, slots=True)
class Figures:
    """Talks of an event, who listened (those who heard two are counted twice), and talks on the public services."""

    talks: int
    heads: int
    on_services: int


def note_talk(event_id: UUID, said: Saying, *, by: Actor, at: datetime, id: UUID) -> Talk:
    """Note a talk held at an event.

    Raises Refused: "no-right", "not-found", "event-cancelled", "event-over", "event-ahead", "topic-unknown",
    "speaker-missing", "text-long", "heads-wrong", "nik-in-text".
    """
    event = days.event_of(event_id)
    where, about = event.wilayah.path, {"event": str(event_id), "topic": said.topic, "heads": said.heads}
    body = [event_id, *astuple(said)]
    with journal.act("activity.note_talk", id=id, by=by, at=at, where=where, about=about, body=body) as act:
        if act.repeated:
            return _rows().get(pk=id)
        by.require(RECORD, where)
        days.check_open(event, at)
        kept = _checked(said)
        key, _ = crypt.new_key(id)
        key.save(force_insert=True)
        row = Talk.objects.create(
            id=id, event=event, topic=kept.topic, speaker=kept.speaker, heads=kept.heads, key=key.id, noted_at=at
        )
        _add(row, act, rules.NOTE, kept)
    return row


def revise_talk(talk_id: UUID, said: Saying, *, by: Actor, at: datetime, id: UUID) -> Talk:
    """Say otherwise what a talk was; everything is said anew.

    Raises Refused: "no-right", "not-found", "dropped", and as `note_talk`.
    """
    with _act("revise_talk", talk_id, list(astuple(said)), by=by, at=at, id=id) as act:
        row = _locked(talk_id)
        if act.repeated:
            return row
        _check(row, by, at)
        _add(row, act, rules.REVISE, _checked(said))
    return row


def drop_talk(talk_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Talk:
    """Take away a talk that was noted by mistake. Raises Refused: "no-right", "not-found", "dropped",
    "event-cancelled", "event-over"."""
    with _act("drop_talk", talk_id, None, by=by, at=at, id=id) as act:
        row = _locked(talk_id)
        if act.repeated:
            return row
        _check(row, by, at)
        _add(row, act, rules.DROP, None)
    return row


def at_event(event: Event) -> list[Told]:
    """The talks of an event in the order of noting; the caller has asked the right to see."""
    return told(_rows().filter(event=event, is_dropped=False).order_by("noted_at", "id"))


def talk_of(talk_id: UUID, *, by: Actor, right: str = SEE) -> Told:
    """One talk. Raises Refused: "not-found", also for one out of reach or dropped."""
    rows = _rows().filter(within("event__wilayah__path", by.scope(right)), pk=talk_id, is_dropped=False)
    found = told(rows)
    if not found:
        raise _missing()
    return found[0]


def figures_of(event: Event) -> Figures:
    """The talks of an event in numbers; the rows behind them are `at_event`."""
    rows = list(_rows().filter(event=event, is_dropped=False))
    return Figures(len(rows), sum(row.heads for row in rows), sum(row.topic == SERVICE for row in rows))


def told(rows: Iterable[Talk]) -> list[Told]:
    """Talks with their notes, all keys and notes read at once."""
    found = list(rows)
    keys = DataKey.objects.in_bulk([row.key for row in found])
    notes: dict[UUID | None, Any] = {
        one.pk: one.sealed for one in TalkStep.objects.filter(pk__in=[row.words for row in found])
    }
    return [Told(row, _opened(row, keys[row.key], notes.get(row.words))) for row in found]


def topic_name(number: int) -> str:
    """The word of the list."""
    return catalogue.codelist(TOPICS).name_of(number) or "Lainnya"


def _rows() -> QuerySet[Talk]:
    return Talk.objects.select_related("event__wilayah", "event__programme")


def _locked(talk_id: UUID) -> Talk:
    return _rows().select_for_update(of=("self",)).get(pk=talk_id)


def _missing() -> Refused:
    return Refused("not-found", "Penyuluhan itu tidak ada di wilayah Anda. Buka dari halaman kegiatannya.")


def _act(name: str, talk_id: UUID, body: Any, *, by: Actor, at: datetime, id: UUID) -> AbstractContextManager[Act]:
    path = Talk.objects.filter(pk=talk_id).values_list("event__wilayah__path", flat=True).first()
    if path is None:
        raise _missing()
    about = {"talk": str(talk_id)}
    return journal.act(f"activity.{name}", id=id, by=by, at=at, where=path, about=about, body=[talk_id, body])


def _check(row: Talk, by: Actor, at: datetime) -> None:
    by.require(RECORD, row.event.wilayah.path)
    days.check_open(row.event, at)
    if row.is_dropped:
        raise Refused("dropped", "Catatan penyuluhan ini sudah dihapus. Catat yang baru bila perlu.")


def _checked(said: Saying) -> Saying:
    if catalogue.codelist(TOPICS).name_of(said.topic) is None:
        raise Refused("topic-unknown", "Pilih topiknya dari daftar.")
    speaker = tidy(refuse_nik(said.speaker, "Narasumber"))
    if not speaker:
        raise Refused("speaker-missing", "Tulis siapa yang berbicara: nama, lalu jabatan atau instansinya.")
    if not 1 <= said.heads <= rules.MOST_HEADS:
        raise Refused("heads-wrong", f"Tulis berapa yang mendengarkan, 1 sampai {rules.MOST_HEADS}.")
    note = "\n".join(tidy(line) for line in refuse_nik(said.note, "Catatan").split("\n")).strip()
    for text, what, longest in ((speaker, "Narasumber", LONGEST_SPEAKER), (note, "Catatan", LONGEST_NOTE)):
        if len(text) > longest:
            raise Refused("text-long", f"{what} paling panjang {longest} huruf; sekarang {len(text)}.")
    return Saying(said.topic, speaker, said.heads, note)


def _add(row: Talk, act: Act, name: str, said: Saying | None) -> None:
    """Add a step to a talk that is locked, then write what the fold makes of all; the chains are locked last."""
    before = list(TalkStep.objects.filter(talk=row))
    step = TalkStep(id=act.id, talk=row, act=name)
    if said is not None:
        step.topic, step.speaker, step.heads = said.topic, said.speaker, said.heads
        step.sealed = _sealed(row, step.id, said.note)
    stamp([(row.pk, step)], {row.pk: latest(before)}, act)
    step.save(force_insert=True)
    found = rules.standing(
        rules.Said(one.id, one.act, one.hlc, one.dev, one.seq, one.topic, one.speaker, one.heads)
        for one in (*before, step)
    )
    row.topic, row.speaker, row.heads = found.topic or row.topic, found.speaker or row.speaker, found.heads or row.heads
    row.words, row.is_dropped = found.step, found.is_dropped
    row.save(update_fields=["topic", "speaker", "heads", "words", "is_dropped"])


def _sealed(row: Talk, step: UUID, note: str) -> bytes | None:
    if not note:
        return None
    return crypt.seal(crypt.plain_key(DataKey.objects.get(pk=row.key)), note.encode(), aad=_aad(step))


def _opened(row: Talk, key: DataKey, sealed: bytes | memoryview | None) -> str:
    if sealed is None or row.words is None:
        return ""
    return crypt.open_sealed(crypt.plain_key(key), bytes(sealed), aad=_aad(row.words)).decode()


def _aad(step: UUID) -> str:
    return f"activity.talk_step:{step}"
