"""Links: the standing way of a head to his page, made once, revoked and renewed at the console.

Nothing that opens a page is stored: token and short code are derived from the link's id under the house key
whenever a message is written, and looked up by their keyed digests.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db.models import QuerySet

from siip.kernel import crypt, journal
from siip.kernel.actor import Actor, Grant
from siip.kernel.journal import Act
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused
from siip.mobilisation import heads
from siip.mobilisation.models import Link
from siip.mobilisation.rules import codes
from siip.people.models import Holding
from siip.programme.events import zone_info

CALL: Final = "mobilisation.call"
ANSWER: Final = "mobilisation.answer"
"""Granted by a link to its own place and by no office: heads have no business at the console."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A link that opens: whose it is, and the actor that it makes of whoever holds it."""

    link: Link
    by: Actor

    @property
    def holding(self) -> Holding:
        return self.link.holding


def make_links(event_id: UUID, *, by: Actor, at: datetime, id: UUID) -> list[Link]:
    """Make a link for each head called to an event who never had one; return those that were made.

    One that was revoked is not made anew: that takes `renew_link`. Raises Refused: "no-right", "not-found".
    """
    event = heads.event_called(event_id)
    where, about = event.wilayah.path, {"event": str(event_id)}
    with journal.act("mobilisation.make_links", id=id, by=by, at=at, where=where, about=about, body=event_id) as act:
        led = [one.holding.pk for one in heads.heads(event) if one.holding]
        if act.repeated:
            return list(_links().filter(pk__in=[uuid5(id, str(holding)) for holding in led]))
        by.require(CALL, where)
        # Two clerks who open the list at once: the second waits here and finds the links of the first.
        list(Holding.objects.select_for_update().filter(pk__in=led).order_by("pk").values_list("pk", flat=True))
        known = set(Link.objects.filter(holding__in=led).values_list("holding", flat=True))
        made = [_new(uuid5(id, str(holding)), holding, at) for holding in led if holding not in known]
        Link.objects.bulk_create(made)
    return list(_links().filter(pk__in=[one.pk for one in made]))


def revoke_link(link_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Link:
    """Close a link at once: a lost telephone, a link in the wrong group. There is none until it is renewed.

    Raises Refused: "no-right", "not-found", "link-revoked".
    """
    with _act("revoke_link", link_id, by=by, at=at, id=id) as act:
        link = _locked(link_id)
        if act.repeated:
            return link
        by.require(CALL, link.holding.office.wilayah.path)
        if link.revoked_at is not None:
            raise Refused("link-revoked", "Tautan ini sudah dicabut. Buat tautan baru bila diperlukan.")
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
    return link


def renew_link(link_id: UUID, *, by: Actor, at: datetime, id: UUID) -> Link:
    """A new link for the same head; the old one opens nothing from now on.

    Raises Refused: "no-right", "not-found", "link-ended", "link-renewed" (of this one there is a newer).
    """
    with _act("renew_link", link_id, by=by, at=at, id=id) as act:
        old = _locked(link_id)
        if act.repeated:
            return _links().get(pk=id)
        by.require(CALL, old.holding.office.wilayah.path)
        _refuse_ended(old.holding, at)
        if latest([old.holding_id])[old.holding_id] != old:
            raise Refused("link-renewed", "Tautan ini sudah diganti. Muat ulang halamannya untuk melihat yang baru.")
        if old.revoked_at is None:
            old.revoked_at = at
            old.save(update_fields=["revoked_at"])
        _new(id, old.holding_id, at).save(force_insert=True)
    return _links().get(pk=id)


def token(link: Link) -> str:
    """What stands behind the # of the address; the house key makes it, so it can be made again."""
    return _token(link.pk)


def code(link: Link) -> str:
    """The short code of the same link, in groups as it stands in the message."""
    return codes.grouped(_code(link.pk))


def by_token(text: str, *, kecamatan: str, at: datetime) -> Visit:
    """Who comes with this token. Raises Refused: "link-unknown", "link-revoked", "link-renewed", "link-ended".

    One of another kecamatan is unknown: it opens at its own host.
    """
    meant = codes.read(text, codes.TOKEN)
    return _visit(_links().filter(token_blind=_token_blind(meant)).first() if meant else None, kecamatan, at)


def by_code(typed: str, *, kecamatan: str, at: datetime) -> Visit:
    """The same by the short code, as people type it. The caller limits the tries. Raises Refused as `by_token`."""
    meant = codes.read(typed, codes.CODE)
    return _visit(_links().filter(code_blind=_code_blind(meant)).first() if meant else None, kecamatan, at)


def latest(holdings: Iterable[UUID]) -> dict[UUID, Link]:
    """Of each holding the link that opens, else the one revoked last."""
    found = _links().filter(holding__in=list(holdings))
    in_order = sorted(found, key=lambda one: (one.revoked_at is None, one.revoked_at or one.made_at))
    return {one.holding_id: one for one in in_order}


def _visit(link: Link | None, kecamatan: str, at: datetime) -> Visit:
    if link is None or not is_within(link.holding.office.wilayah.path, kecamatan):
        raise Refused("link-unknown", "Tautan atau kode ini tidak kami kenal. Salin lagi dari pesan kelurahan.")
    if link.revoked_at is not None:
        newer = Link.objects.filter(holding=link.holding_id, revoked_at__isnull=True).exists()
        raise Refused(
            "link-renewed" if newer else "link-revoked",
            "Tautan ini sudah diganti. Buka tautan pada pesan terbaru dari kelurahan."
            if newer
            else "Tautan ini sudah dicabut. Mintalah yang baru kepada kelurahan.",
        )
    _refuse_ended(link.holding, at)
    grant = Grant(ANSWER, link.holding.office.wilayah.path)
    return Visit(link, Actor(link.holding.person_id, None, journal.house_id(), frozenset({grant})))


def _refuse_ended(holding: Holding, at: datetime) -> None:
    # One who takes office next week is called this week: only the end counts.
    today = at.astimezone(zone_info(holding.office.wilayah)).date()
    if holding.until_on is not None and holding.until_on < today:
        raise Refused(
            "link-ended",
            f"Masa jabatan {holding.office.title} yang memakai tautan ini sudah berakhir. Terima kasih atas "
            "pengabdian Anda. Bila ini keliru, hubungi kelurahan.",
        )


def _new(id: UUID, holding: UUID, at: datetime) -> Link:
    blinds = {"token_blind": _token_blind(_token(id)), "code_blind": _code_blind(_code(id))}
    return Link(id=id, holding_id=holding, made_at=at, **blinds)


def _token(id: UUID) -> str:
    return codes.signs(crypt.blind("rt-link", str(id)), codes.TOKEN).lower()


def _code(id: UUID) -> str:
    return codes.signs(crypt.blind("rt-code", str(id)), codes.CODE)


def _token_blind(meant: str) -> bytes:
    return crypt.blind("rt-link-shown", meant.upper())


def _code_blind(meant: str) -> bytes:
    return crypt.blind("rt-code-typed", meant)


def _links() -> QuerySet[Link]:
    return Link.objects.select_related("holding__office__wilayah", "holding__person")


def _locked(link_id: UUID) -> Link:
    return _links().select_for_update(of=("self",)).get(pk=link_id)


def _act(name: str, link_id: UUID, *, by: Actor, at: datetime, id: UUID) -> AbstractContextManager[Act]:
    path = Link.objects.filter(pk=link_id).values_list("holding__office__wilayah__path", flat=True).first()
    if path is None:
        raise Refused("not-found", "Tautan itu tidak ada. Buka dari daftar panggilan.")
    about = {"link": str(link_id)}
    return journal.act(f"mobilisation.{name}", id=id, by=by, at=at, where=path, about=about, body=link_id)
