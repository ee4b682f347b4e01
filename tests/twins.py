"""Two kecamatan with everything in them that an address can name, and the same questions asked of both.

Everything is done by the areas' own acts. Names of people, streets, subjects and registers bear the mark of
their kecamatan, so that a word of the one on a page of the other cannot be overlooked.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from siip.kernel.ids import uuid7
from tests.cast import AT, DOMISILI, OTHER, OTHER_KELURAHAN, PLAJU, PLAJU_ILIR, Cast, ident

PIN: Final = "481937"
BORN: Final = date(1969, 11, 4)


@dataclass
class Side:
    """One kecamatan: where it is, who works there, and the `things` that addresses name (tests/routes.py)."""

    host: str
    path: str
    kelurahan: str
    clerk: str
    manager: str
    lurah: str
    mark: str
    town: str
    rw: str
    things: dict[str, Any] = field(default_factory=dict)


def sides() -> tuple[Side, Side]:
    """Plaju, and the other one."""
    ours = Side("plaju.test", PLAJU, PLAJU_ILIR, "rini", "dewi", "hendra", "Mahoni", "Palembang", "41")
    theirs = Side("other.test", OTHER, OTHER_KELURAHAN, "wati", "sri", "bambang", "Qandaru", "Surabaya", "81")
    return ours, theirs


WORDS: Final = re.compile(
    rb"Qandaru|Karang Pilang|Surabaya|Wahyuni|Sutrisno|Sulastri|\bWati\b|35[./]78[./]01|other\.test|"
    rb"\b9[0-9]q\b|357801[01][45]",
    re.IGNORECASE,
)
"""What only the other kecamatan has: names, streets, letters, an RT, its code, its host, its NIK."""


def furnish(cast: Cast, side: Side, round: int) -> None:
    """One more round of everything: an RT, offices, people, accounts, events, residents, requests, letters."""
    made = _Round(cast, side, round)
    if round == 0:
        made.found()
    made.territory()
    made.offices()
    made.events()
    made.followup()
    made.residents()
    made.letters()
    made.day()
    made.neighbours()


class _Round:
    def __init__(self, cast: Cast, side: Side, round: int) -> None:
        self.cast, self.side, self.round = cast, side, round
        self.clerk, self.manager, self.lurah = (cast.actor(key) for key in (side.clerk, side.manager, side.lurah))
        self.things = side.things
        self.name = f"{side.mark} {'ABCDEFGH'[round]}"

    def _said(self, who: Any) -> dict[str, Any]:
        return {"by": who, "at": AT, "id": uuid7()}

    def found(self) -> None:
        """What there is once: registers, the PIN, the names of places."""
        from siip.letters import registers
        from siip.people import pins
        from siip.programme.models import Programme

        lurah = self.cast.offices[self.side.lurah]
        pattern = "{klasifikasi}/{nomor}/" + self.side.mark + "/{tahun}"
        opened: dict[str, Any] = {"office_id": lurah.id, "pattern": pattern, "pad": 1}
        siip = registers.open_register(**opened, year=2026, mode="siip", after=117, **self._said(self.manager))
        buku = registers.open_register(**opened, year=2025, mode="buku", after=0, **self._said(self.manager))
        account = self.cast.accounts[self.side.lurah]
        pins.set_pin(account_id=account.pk, pin=PIN, recent_login=True, **self._said(self.lurah))
        place = self.cast.place(self.side.kelurahan)
        number = self.side.kelurahan.split("/")[3]
        foreign = self.side.host == "other.test"
        self.things |= {
            "mark": self.side.mark, "nik": self._numbers(0)[0], "service": "domisili_orang", "size": "a4",
            "programme": Programme.objects.get(wilayah__path=self.side.path).pk,
            "register_siip": siip.pk, "register_buku": buku.pk, "office_lurah": lurah.pk,
            "kelurahan": place.pk, "kelurahan_path": place.path, "kelurahan_code": place.code,
            "number": place.code if foreign else number, "same_number": number,
        }  # fmt: skip

    def territory(self) -> None:
        from siip.letters import registers
        from siip.wilayah import boundaries, rts
        from siip.wilayah.boundaries import Origin
        from siip.wilayah.rts import RwRt
        from siip.wilayah.tests.boundary_files import collection, feature, square

        rt = f"9{self.round}q" if self.side.rw == "81" else f"3{self.round}"
        made = rts.add_rts(self.side.kelurahan, [RwRt(self.side.rw, rt)], **self._said(self.manager))
        self.rt = next(one for one in made if one.number == rt)
        drawn = feature(square(self.round / 1000), kode=self.cast.place(self.side.kelurahan).code)
        boundaries.import_boundaries(
            collection(drawn), Origin(f"{self.name} Batas"), inside=self.side.path, **self._said(self.manager)
        )
        first = self.round * 10 + 1
        lease = registers.book_block(
            self.things["register_buku"], first=first, last=first + 9, **self._said(self.clerk)
        )  # fmt: skip
        self.things |= {"rw": self.side.rw, "rt": rt, "rt_path": self.rt.path, "lease": lease.pk}

    def offices(self) -> None:
        from siip.people import accounts, offices, persons

        def person(name: str) -> Any:
            return persons.make_person(
                kecamatan=self.side.path, name=f"{self.name} {name}", **self._said(self.manager)
            )  # fmt: skip

        def account(who: Any, word: str) -> Any:
            username = f"{self.side.mark.lower()}.{word}{self.round}"
            return accounts.open_account(
                person_id=who.pk, username=username, password="kata-sandi-awal-panjang", **self._said(self.manager)
            )

        new, staff, closed = person("Baru"), person("Staf"), person("Tutup")
        account(staff, "staf")
        accounts.close_account(account(closed, "tutup").pk, **self._said(self.manager))
        post: dict[str, Any] = {"kind": "ketua_rt", "wilayah": self.rt.pk}
        held = offices.make_office(**post, title=f"Ketua {self.name}", **self._said(self.manager))
        vacant = offices.make_office(**post, title=f"Wakil {self.name}", **self._said(self.manager))
        holding = offices.give_office(
            office_id=held.pk, person_id=staff.pk, from_on=date(2026, 1, 5), **self._said(self.manager)
        )
        self._mandate()
        self.things |= {
            "person_new": new.pk, "person_staff": staff.pk, "person_closed": closed.pk, "office": held.pk,
            "office_vacant": vacant.pk, "holding": holding.pk,
        }  # fmt: skip

    def _mandate(self) -> None:
        """A month of its own for each round: two mandates of one deputy may not overlap."""
        from siip.people import mandates

        lurah = self.cast.offices[self.side.lurah]
        mandate = mandates.give_mandate(
            office_id=lurah.pk, deputy_id=mandates.deputies_of(lurah)[0].pk, from_on=date(2027, self.round + 1, 1),
            until_on=date(2027, self.round + 1, 28), ground=f"Nota {self.name}", ground_on=AT.date(),
            **self._said(self.manager),
        )  # fmt: skip
        self.things |= {"mandate": mandate.pk, "deputy": mandate.deputy_id}

    def events(self) -> None:
        """One today, where letters take the short way, and one to come."""
        from siip.mobilisation import links
        from siip.programme import events, places

        def plan(on: date, starts: int) -> Any:
            said = events.Plan(
                self.side.kelurahan, on, time(starts), time(starts + 1), f"Jalan {self.name}", f"Balai {self.name}",
                f"Sapu {self.name}", (self.rt.path,), ("domisili_orang", "kk"),
                (events.Member(self.cast.people[self.side.clerk].pk, "loket", f"loket {self.name}"),),
            )  # fmt: skip
            return events.plan_event(self.things["programme"], said, **self._said(self.clerk))

        self.today = plan(AT.date(), 11 + self.round)
        self.things["event_today"] = self.today.pk
        spot = places.Spot(f"Saluran {self.name}", 1, self.rt.path, note=f"Tanya {self.name}")
        self.things["place"] = places.add_place(self.side.kelurahan, spot, **self._said(self.clerk)).pk
        self._work()
        self.things["event"] = plan(date(2026, 11, 27), 6 + self.round).pk
        moved = plan(date(2026, 12, 18), 6 + self.round)
        move = events.Move(date(2026, 12, 25), time(6 + self.round), time(7 + self.round), f"Jalan {self.name}")
        events.move_event(moved.pk, move, f"hujan {self.name}", **self._said(self.clerk))
        self.things["event_moved"] = moved.pk
        self.things["rt_place"] = self.rt.pk
        self.things["event_begun"] = plan(date(2026, 11, 20), 6 + self.round).pk
        self._closed(plan(date(2026, 11, 13), 6 + self.round))
        links.make_links(self.things["event"], **self._said(self.clerk))

    def _work(self) -> None:
        """A drain cleaned today, with a photo of it."""
        from siip.activity import photos, sites

        site = sites.open_site(self.today.pk, self.things["place"], "saluran", **self._said(self.clerk))
        done = sites.Outcome("clean", "hauled", f"dibantu {self.name}")
        sites.record_work(self.today.pk, [sites.Record(site.pk, done)], **self._said(self.clerk))
        sent = photos.read_photo("foto.jpg", picture(self.name))
        added = photos.add_photos(self.today.pk, [sent], shows="before", site_id=site.pk, **self._said(self.clerk))
        self.things |= {"site": site.pk, "photo": added.photos[0].pk}

    def _closed(self, event: Any) -> None:
        """A day that was closed, its report signed and on the page for everybody."""
        from siip.activity import photos, sites
        from siip.letters import letters
        from siip.letters.rules import codes
        from siip.reporting import closings

        site = sites.open_site(event.pk, self.things["place"], "saluran", **self._said(self.clerk))
        for shows in ("before", "after"):
            sent = photos.read_photo(f"{shows}.jpg", picture(f"{self.name} {shows}"))
            act = self._said(self.clerk)
            added = photos.add_photos(event.pk, [sent], shows=shows, site_id=site.pk, faces="agreed", **act)
        self.things["photo_public"] = added.photos[0].pk
        code = codes.code_from(ident("report", self.name).bytes + b"rep")
        row = closings.close_event(event.pk, note=f"Cerah {self.name}", code=code, **self._said(self.clerk))
        if row.letter.waits_for == "seklur":
            letters.paraf_letter(row.letter_id, **self._said(self.cast.actor("nyimas")))
        proof = self.cast.proof(self.side.lurah)
        letters.sign_and_number([row.letter_id], proof=proof, **self._said(self.lurah))
        self.things |= {"event_closed": event.pk, "figure": "permohonan"}

    def day(self) -> None:
        """Who came today, counted and by name, and who waits."""
        from siip.fieldday import presences, queue, tallies
        from siip.fieldday.presences import Named
        from siip.fieldday.queue import Wish
        from siip.fieldday.tallies import Mark

        event = self.today.pk
        tallies.mark_tally(event, [Mark(self.rt.pk, "A", "add", 7 + self.round)], **self._said(self.clerk))
        people = [
            Named("staff", self.cast.people[self.side.clerk].pk, "melayani"),
            Named("partner", agency="babinsa", name=f"{self.name} Mitra"),
            Named("resident", name=f"{self.name} Warga", rt=self.rt.path, agreed=True),
        ]
        rows = presences.mark_present(event, people, counter="A", **self._said(self.clerk))
        wishes = [Wish("A", kode="domisili_orang"), Wish("A", "lansia"), Wish("A")]
        tickets = queue.take_tickets(event, wishes, **self._said(self.clerk))
        queue.call_next(event, counter="A", **self._said(self.clerk))
        self.things |= {"board": queue.board_id(event), "presence": rows[0].pk, "ticket": tickets[0].pk}

    def neighbours(self) -> None:
        """Who needs and offers what today, what was explained, and which faces were touched."""
        from siip.activity import talks
        from siip.exchange import helps, matches
        from siip.survey import faces

        event, agreed = self.today.pk, True
        said = helps.Said(2, 5, f"cangkul {self.name}", self.rt.path, f"Nur {self.name}", "0812 3456 7890", agreed)
        rows = {side: helps.note_help(side, event, said, **self._said(self.clerk)) for side in helps.SIDES}
        match = matches.match_help(event, rows["need"].pk, rows["offer"].pk, 1, **self._said(self.clerk))
        talk = talks.note_talk(
            event, talks.Saying(4, f"Kader {self.name}", 9, f"Tanya {self.name}."), **self._said(self.clerk)
        )
        faces.mark_faces(event, [faces.Mark("A", "good")], **self._said(self.clerk))
        self.things |= {side: row.pk for side, row in rows.items()}
        self.things |= {"match": match.pk, "talk": talk.pk, "counter": "A"}

    def followup(self) -> None:
        """What is promised and reported at the event, and what was kept."""
        from siip.followup import aduan, handling, promises
        from siip.followup.aduan import Report
        from siip.followup.promises import Wording
        from siip.followup.spots import Spot, owners

        self.things["owner"] = next(one.pk for one in owners(self.side.kelurahan) if one.kind == "seklur")
        spot = Spot(event=self.things["event"], place=self.things["place"])
        for which in ("open", "kept"):
            words = Wording(f"Janji {which} {self.name}", self.things["office_lurah"], date(2026, 12, 11))
            row = promises.make_promise(words, spot, **self._said(self.clerk))
            self.things[f"promise_{which}"] = row.pk
        promises.finish_promise(self.things["promise_kept"], f"beres {self.name}", **self._said(self.clerk))
        report = Report(1, f"Sampah {self.name}", f"Lorong {self.name}", f"Siti {self.name}", "0812 3456 7890")
        heard, done = (aduan.note_aduan(report, spot, **self._said(self.clerk)) for _ in range(2))
        handling.finish_aduan(done.pk, note=f"beres {self.name}", **self._said(self.lurah))
        handling.show_aduan(done.pk, text=f"Sampah diangkut {self.name}", **self._said(self.lurah))
        self.things |= {"aduan": heard.pk, "aduan_code": aduan.code(done)}

    def residents(self) -> None:
        from siip import work
        from siip.kernel import jobs
        from siip.people import resident_imports, resident_uploads
        from siip.people.models import Resident
        from siip.people.resident_files import read_list
        from siip.people.tests.lists import workbook

        place = self.cast.place(self.side.kelurahan).name
        nik, kk = self._numbers(self.round)
        row = [nik, kk, self.name.upper(), "04-11-1969", "L", self.rt.number, self.side.rw, place, f"Lr. {self.name}"]
        wrong = [*row[:3], f"bukan tanggal {self.name}", *row[4:]]
        content = workbook(row, wrong)
        file = read_list(content, f"{self.name}.xlsx")
        taken = resident_imports.import_residents(
            file, resident_imports.default_terms(file.name, AT.date()), where=self.side.path, new_id=uuid7,
            **self._said(self.manager),
        )  # fmt: skip
        other = workbook([self._numbers(self.round + 10)[0], *row[1:]])
        upload = resident_uploads.keep_upload(other, file.name, where=self.side.path, **self._said(self.manager))
        jobs.bind(work.QUEUED)
        while jobs.work_once("uji", AT):  # what the job thread does with a file that was sent
            pass
        resident = Resident.objects.get(name=self.name.upper())
        self.things |= {"import": taken.taken.pk, "upload": upload.pk, "resident": resident.pk}
        self.things |= {"resident_nik": nik, "resident_name": resident.name}

    def letters(self) -> None:
        """Requests whose letters stand everywhere on their way."""
        from siip.letters import blanks, letters

        self._take("papers", papers=())
        self._take("paraf", event=None)
        self._take("stated", event=None, papers=(), kode="sktm")
        self._carry("promised")
        lease = blanks.set_aside(
            self.things["register_siip"], "domisili_orang", 2, event_id=self.things["event"],
            title=f"Jalan {self.name}", **self._said(self.clerk),
        )  # fmt: skip
        blanks.write_up(self._take("blank"), lease.first, AT.date(), **self._said(self.clerk))
        self.things["blank"] = lease.last
        done = {}
        for which in ("chain", "drafted", "approved", "numbered", "signed", "review", "void", "revoked"):
            done[which] = self._take(which)
        proof = self.cast.proof(self.side.lurah)
        letters.sign_letter(done["approved"], proof=proof, **self._said(self.lurah))
        numbered = [done[which] for which in ("numbered", "signed", "review", "void", "revoked")]
        letters.sign_and_number(numbered, proof=proof, **self._said(self.lurah))
        letters.void_letter(done["void"], reason=f"salah {self.name}", **self._said(self.clerk))
        for which in ("signed", "review", "revoked"):
            letters.confirm_wet_signature(done[which], **self._said(self.clerk))
        letters.review_letter(done["review"], reason=f"tanya {self.name}", **self._said(self.lurah))
        letters.revoke_letter(done["revoked"], reason=f"cabut {self.name}", **self._said(self.lurah))

    def _carry(self, which: str) -> None:
        from siip.services import slips
        from siip.services.rules.slips import code_from

        self._take(which)
        slips.carry_over(
            self.things[f"request_{which}"], reason="time", due_on=date(2026, 11, 25), place=self.side.kelurahan,
            code=code_from(ident(self.side.mark, self.round, "slip").bytes), **self._said(self.clerk),
        )  # fmt: skip

    def _take(self, which: str, event: Any = "today", papers: Any = None, kode: str = "domisili_orang") -> UUID:
        from siip.letters.rules.codes import BYTES, code_from
        from siip.services import requests
        from siip.services.intake import Intake, Shown

        shown = (Shown("pengantar_rt", f"Ketua {self.name}"), Shown("ktp"), Shown("kk"))
        code = code_from(ident(self.side.mark, self.round, which).bytes.ljust(BYTES, b"q"))
        nik = self._numbers(self.round)[0]
        answers = DOMISILI | {
            "nama": f"{self.name} {which.title()}", "nik": nik, "alamat": f"Jalan {self.name}", "rt": self.rt.number,
            "rw": self.side.rw, "keperluan": f"bank {self.name}", "tempat_lahir": self.side.town,
            "alamat_domisili": f"Jalan {self.name}",
        }  # fmt: skip
        if kode != "domisili_orang":
            del answers["alamat_domisili"]
        at_event = self.today.pk if event else None
        where = "" if event else self.side.kelurahan
        row = requests.take_request(
            Intake(kode, answers, where, at_event), shown if papers is None else papers, code=code,
            **self._said(self.clerk),
        )  # fmt: skip
        self.things[f"request_{which}"] = row.pk
        if row.letter:
            self.things |= {f"letter_{which}": row.letter.pk, "code": code}
        return row.letter.pk if row.letter else row.pk

    def _numbers(self, n: int) -> tuple[str, str]:
        head = "357801" if self.side.rw == "81" else "167114"
        return f"{head}041169{n + 1:04}", f"{head}150915{n + 1:04}"


def city_officer(cast: Cast) -> None:
    """`duo` manages and serves both kecamatan: what he sees, the host alone decides."""
    from siip import founding
    from siip.kernel import crypt
    from siip.people import offices, persons
    from siip.people.models import Account, Office

    house = founding.house_actor()
    person = persons.make_person(kecamatan=PLAJU, name="Kemas Umar", by=house, at=AT, id=ident("person", "duo"))
    for path in (PLAJU, OTHER):
        for kind in ("pengelola", "petugas_loket"):
            office = Office.objects.get(wilayah__path=path, kind=kind)
            offices.give_office(
                office_id=office.pk, person_id=person.pk, from_on=date(2025, 1, 2), by=house, at=AT, id=uuid7()
            )
    key, _ = crypt.new_key(ident("key", "duo"))
    key.save(force_insert=True)
    account = Account(username="duo", person=person, made_at=AT, key=key.id)
    account.set_unusable_password()
    account.save(force_insert=True)
    cast.people["duo"], cast.accounts["duo"] = person, account


def picture(mark: str) -> bytes:
    """A photo that no other mark has."""
    from PIL import Image

    made, colour = io.BytesIO(), tuple(hashlib.sha256(mark.encode()).digest()[:3])
    Image.new("RGB", (32, 24), colour).save(made, "JPEG")
    return made.getvalue()


# The database


def everything() -> dict[str, list[str]]:
    """Every row of every table; sessions and counted tries are no data of anybody."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if table not in ("django_session", "siip_cache"):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside is undone at the end, as after a test of pytest-django."""
    around: Any = transaction.atomic()
    around._from_testcase = True  # an act that must be outermost may still run
    with around:
        yield
        transaction.set_rollback(True)
