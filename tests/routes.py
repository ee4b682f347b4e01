"""Every address of the house, out of the URL table, and how a test opens each: one line a route.

Whoever adds a route adds its line here; `test_twin_tenant.py` fails until it stands there, and then asks
of the new route all that it asks of the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the URL table: its name with the namespace, its pattern, the names of its arguments."""

    name: str
    pattern: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """How a route is used.

    `who` sees most there ("": nobody logs in); `ids` names for each argument the thing of a kecamatan
    (tests/twins.py) that fills it; `said` is what its form says so that it takes effect, with {things}
    of one's own kecamatan; `opens` is the answer to a GET of one's own, `refuses` that to a GET and to a
    POST with an id of the other. `shared`: why an argument says nothing about a kecamatan.
    """

    who: str = ""
    ids: Mapping[str, str] | None = None
    said: Mapping[str, Any] | None = None
    opens: int = 200
    refuses: tuple[int, int] = (404, 404)
    shared: str = ""


def routes() -> list[Route]:
    """The whole URL table."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: Any, prefix: str = "", space: str = "", arguments: tuple[str, ...] = ()) -> Iterator[Route]:
    for one in patterns:
        here, found = prefix + str(one.pattern), (*arguments, *one.pattern.converters)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, here, inner, found)
        else:
            assert isinstance(one, URLPattern)
            yield Route(f"{space}{one.name or ''}", here, found)


REVISED: Final = {
    "programme": "{programme}", "on": "4-12-2026", "starts": "08.00", "ends": "10.00", "street": "Jalan Baru",
    "gathering": "", "bring": "",
}  # fmt: skip
MOVED: Final = {
    "on": "4-12-2026", "starts": "08.00", "ends": "10.00", "street": "Jalan Baru", "gathering": "", "reason": "hujan",
    "langkah": "simpan",
}  # fmt: skip
WORKED: Final = {"state": "repaired", "waste": "left", "ukuran_karung": "3", "note": "baru"}
SPOT: Final = {"name": "Saluran baru", "kind": "1", "rt": "", "point": "", "note": ""}
TERMS: Final = {"source": "Dukcapil", "basis": "pelayanan publik", "until_on": "31-12-2199", "whole": "good"}
PERSON: Final = {"name": "Budi Santoso", "nip": "", "rank": "", "phone": ""}
PRINTED: Final = {"title": "Ketua RT kita", "code": "", "address": "", "place": "", "complaint": ""}
BEGUN: Final = "kata-sandi-awal-panjang"
REASON: Final = {"reason": "salah alamat"}
ENDS: Final = {"langkah": "akhiri", "on": "1-12-2026"}
CORRECTED: Final = {
    "wakil": "", "rt_rw": "lain", "isi_nama": "Siti Aminah", "isi_nik": "1671145403880001",
    "isi_tempat_lahir": "Palembang", "isi_tanggal_lahir": "14-3-1988",
    "isi_jenis_kelamin": "Perempuan", "isi_kewarganegaraan": "Indonesia",
    "isi_alamat": "Jalan DI Panjaitan 12", "isi_rt": "07", "isi_rw": "02", "isi_pengantar_tanggal": "24-11-2026",
    "isi_keperluan": "membuka rekening bank", "isi_alamat_domisili": "Jalan DI Panjaitan 12",
}  # fmt: skip
SHOWN: Final = {
    "berkas_pengantar_rt": "seen",
    "isi_pengantar_tanggal": "24-11-2026",
    "berkas_ktp": "on",
    "berkas_kk": "on",
}

PROMISED: Final = {
    "text": "tutup got diganti", "spot": "", "where": "", "office": "{office_lurah}", "due": "lain",
    "due_on": "18-12-2026",
}  # fmt: skip
REPORTED: Final = {
    "subject": "1", "text": "sampah menumpuk", "spot": "", "where": "", "name": "", "phone": "", "may_show": "on",
}  # fmt: skip
ANSWER: Final = {"note": "sudah diangkut"}

TALK: Final = {"topic": "4", "speaker": "Yuni, Dukcapil", "heads": "24", "note": ""}
HELP: Final = {"goods": "2", "count": "3", "text": "cangkul", "rt": "", "name": "", "phone": ""}

POSTED: Final = 405
"""A route that takes only what a button sends says so before it looks at anything."""


def _letter(which: str, who: str, said: Mapping[str, Any] | None = None, **other: Any) -> Use:
    return Use(who, {"letter_id": f"letter_{which}"}, said, **other)


def _request(which: str, who: str = "rini", said: Mapping[str, Any] | None = None) -> Use:
    return Use(who, {"request_id": f"request_{which}"}, said)


def _call(said: Mapping[str, Any] | None = None) -> Use:
    return Use("rini", {"event_id": "event", "wilayah": "rt_place"}, said)


def _promise(which: str, said: Mapping[str, Any] | None = None) -> Use:
    return Use("rini", {"promise_id": f"promise_{which}"}, said)


def _aduan(said: Mapping[str, Any] | None = None, **other: Any) -> Use:
    return Use("hendra", {"aduan_id": "aduan"}, said, **other)


def _help(side: str, said: Mapping[str, Any] | None = None) -> Use:
    return Use("rini", {"event_id": "event_today", "help_id": side}, said)


def _person(which: str, said: Mapping[str, Any] | None = None) -> Use:
    return Use("dewi", {"person_id": f"person_{which}"}, said)


def _book(which: str, who: str = "rini", said: Mapping[str, Any] | None = None, **more: str) -> Use:
    return Use(who, {"register_id": f"register_{which}", **more}, said)


ROUTES: Final[Mapping[str, Use]] = {
    # Everybody
    "healthz": Use(),
    "public:front": Use(),
    "public:schedule": Use(),
    "public:calendar": Use(),
    "public:services": Use(),
    "public:service": Use(ids={"kode": "service"}, shared="the catalogue is that of the whole house"),
    "public:check": Use(),
    "public:results": Use(),
    "public:result-photo": Use(ids={"event_id": "event_closed", "photo_id": "photo_public"}, refuses=(404, 405)),
    "public:result": Use(ids={"event_id": "event_closed"}, refuses=(404, 405)),
    "public:answer": Use(ids={"code": "code"}, shared="a code is told at every host, masked (web/public/check.py)"),
    "public:report": Use(),
    "public:followed": Use(ids={"code": "aduan_code"}, said={"jawab": "beres", "isi": ""}),
    "public:your_data": Use(),
    "public:about": Use(),
    "public:robots": Use(),
    "public:board": Use(ids={"board_id": "board"}, refuses=(404, 405)),
    "public:card": Use(),
    # The page of a head, of whom only his link knows: with none of it nothing is opened (web/rt/tests)
    "rt:door": Use(),
    "rt:enter": Use(opens=POSTED),
    "rt:leave": Use(opens=POSTED),
    "rt:call": Use(ids={"event_id": "event"}, refuses=(200, 403)),
    "rt:card": Use(ids={"event_id": "event"}, opens=403, refuses=(403, 405)),
    # The first page, events, the programme
    "console:home": Use("rini"),
    "console:settings": Use("dewi"),
    "console:journal": Use("dewi"),
    "console:events": Use("rini"),
    "console:plan": Use("rini"),
    "console:event": Use("rini", {"event_id": "event"}),
    "console:calls": Use("rini", {"event_id": "event"}, {"places": "{rt_place}", "how": "wa"}),
    "console:calls-links": Use("rini", {"event_id": "event"}, {}, opens=302),
    "console:call": _call(),
    "console:call-answer": _call({"coming": "yes", "heads": "5", "note": "", "source": "voice"}),
    "console:call-link": _call({"what": "renew"}),
    "console:attendance": Use("rini", {"event_id": "event_today"}, {"mark": "{rt_place}.add.5"}),
    "console:attendance-rt": Use(
        "rini", {"event_id": "event_today", "wilayah": "rt_place"}, {"what": "copy", "count": "9", "source": "paper"}
    ),
    "console:presences": Use("rini", {"event_id": "event_today"}, {"agency": "dlh", "partner": "Budi"}),
    "console:queue": Use("rini", {"event_id": "event_today"}, {"press": "next"}),
    "console:queue-take": Use("rini", {"event_id": "event_today"}, {}, opens=302),
    # Talks, mutual help, faces
    "console:talks": Use("rini", {"event_id": "event_today"}, TALK),
    "console:talk": Use("rini", {"event_id": "event_today", "talk_id": "talk"}, TALK),
    "console:talk-drop": Use("rini", {"event_id": "event_today", "talk_id": "talk"}, {}),
    "console:helps": Use("rini", {"event_id": "event_today"}, {"press": "give.{match}"}),
    "console:help-need-new": Use("rini", {"event_id": "event_today"}, HELP),
    "console:help-need": _help("need", {"offer": "{offer}", "count": "1"}),
    "console:help-need-close": _help("need", {"why": "gone"}),
    "console:help-offer-new": Use("rini", {"event_id": "event_today"}, HELP),
    "console:help-offer": _help("offer"),
    "console:help-offer-close": _help("offer", {"why": "gone"}),
    "console:faces": Use("rini", {"event_id": "event_today"}, {"loket": "A"}),
    "console:faces-paper": Use("rini", {"event_id": "event_today"}, {"loket": "A", "good": "9"}),
    "console:faces-touch": Use("rini", {"event_id": "event_today", "letter": "counter"}, {"face": "good"}, opens=302),
    # What is promised and reported, there and elsewhere
    "console:event-promises": Use("rini", {"event_id": "event"}, PROMISED),
    "console:promises": Use("rini"),
    "console:promise": _promise("open"),
    "console:promise-selesai": _promise("open", {"note": "sudah dipasang"}),
    "console:promise-undur": _promise("open", {"due": "lain", "due_on": "18-12-2026", "reason": "menunggu bahan"}),
    "console:promise-alihkan": _promise("open", {"office": "{owner}"}),
    "console:promise-lepas": _promise("open", REASON),
    "console:promise-buka": _promise("kept", {"due": "lain", "due_on": "18-12-2026", "reason": "retak lagi"}),
    "console:event-aduan": Use("rini", {"event_id": "event"}, REPORTED),
    "console:aduan": Use("hendra"),
    "console:aduan-new": Use("rini"),
    "console:aduan-one": _aduan(),
    "console:aduan-teruskan": _aduan(
        {"office": "{office_lurah}", "due": "lain", "due_on": "18-12-2026", "note": ""}
    ),
    "console:aduan-tanggapi": _aduan(ANSWER),
    "console:aduan-selesai": _aduan(ANSWER),
    "console:aduan-bukan-wewenang": _aduan(ANSWER),
    "console:aduan-tolak": _aduan(ANSWER),
    "console:aduan-tampilkan": _aduan({"text": "sampah di lorong"}),
    "console:aduan-close": _aduan({}, opens=POSTED, refuses=(POSTED, 404)),
    "console:event-revise": Use("rini", {"event_id": "event"}, REVISED),
    "console:event-move": Use("rini", {"event_id": "event"}, MOVED),
    "console:event-cancel": Use("rini", {"event_id": "event"}, {"reason": "hujan", "langkah": "simpan"}),
    "console:event-tell": Use("rini", {"event_id": "event_moved"}),
    "console:pack": Use("rini", {"event_id": "event"}),
    "console:pack-aside": Use("rini", {"event_id": "event", "kode": "service"}, {"count": "2"}),
    "console:pack-pdf": Use("rini", {"event_id": "event"}),
    "console:report": Use("rini", {"event_id": "event_closed"}),
    "console:report-rows": Use("rini", {"event_id": "event_closed", "kode": "figure"}),
    "console:report-close": Use("rini", {"event_id": "event_begun"}, {"note": "Cerah."}),
    "console:work": Use("rini", {"event_id": "event_today"}),
    "console:work-new": Use("rini", {"event_id": "event"}, {"place": "{place}", "kind": "saluran"}),
    "console:work-site": Use("rini", {"site_id": "site"}),
    "console:work-record": Use("rini", {"site_id": "site"}, WORKED),
    "console:photos-site": Use("rini", {"site_id": "site"}, {"shows": "after", "photos": "foto"}),
    "console:photos-event": Use("rini", {"event_id": "event_today"}, {"photos": "foto"}),
    "console:photos-sheet": Use("rini", {"event_id": "event_closed"}),
    "console:photo": Use("rini", {"photo_id": "photo"}, {"faces": "none"}),
    "console:photo-drop": Use("rini", {"photo_id": "photo"}, {"reason": "buram"}),
    "console:photo-whole": Use("rini", {"photo_id": "photo"}),
    "console:photo-small": Use("rini", {"photo_id": "photo"}),
    "console:places": Use("rini"),
    "console:place-new": Use("rini"),
    "console:place": Use("rini", {"place_id": "place"}),
    "console:place-revise": Use("rini", {"place_id": "place"}, SPOT),
    "console:place-retire": Use("rini", {"place_id": "place"}, {"reason": "sudah ditutup"}),
    "console:programme": Use("rini"),
    "console:baseline": Use(
        "rini", {},
        {"turnout": "60", "complaints": "", "letter_days": "2,5", "period": "2026", "source": "buku agenda"},
    ),
    "console:programme-revise": Use(
        "rini", {"programme_id": "programme"},
        {"name": "Jumat Asri", "about": "", "weekday": "4", "starts": "07.00", "ends": "09.00"},
    ),
    # Requests
    "console:requests": Use("rini"),
    "console:take": Use("rini"),
    "console:request": _request("drafted"),
    "console:request-papers": _request("papers", said=SHOWN),
    "console:carried": Use("rini"),
    "console:request-promise": _request(
        "drafted", said={"reason": "signer", "due_on": "25-11-2026", "place": "{kelurahan_path}"}
    ),
    "console:request-slip": Use("rini", {"request_id": "request_promised"}),
    "console:request-statement": Use("rini", {"request_id": "request_stated"}),
    "console:request-correct": _request("drafted", said=CORRECTED),
    "console:request-cancel": _request("drafted", said=REASON),
    "console:request-hand-over": _request("signed", said={"receiver": "Siti Aminah", "relation": ""}),
    # Letters
    "console:waiting": Use("hendra"),
    "console:in_name": Use("nyimas"),
    "console:letters": Use("hendra"),
    "console:letter": _letter("signed", "hendra"),
    "console:letter_paper": Use("hendra", {"letter_id": "letter_signed", "size": "size"}),
    "console:letter-blank": _letter("chain", "rini", {"serial": "{blank}", "on": "24-11-2026"}),
    "console:letter-blank-free": _letter("blank", "rini", {}, opens=POSTED, refuses=(POSTED, 404)),
    "console:letter_kembalikan": _letter("chain", "hendra", REASON),
    "console:letter_batalkan": _letter("numbered", "hendra", REASON),
    "console:letter_cabut": _letter("signed", "hendra", REASON),
    "console:letter_tinjau": _letter("signed", "hendra", REASON),
    "console:letter_selesai-tinjau": _letter("review", "hendra", REASON),
    "console:letter_paraf": _letter("paraf", "agus", {}, opens=POSTED, refuses=(POSTED, 404)),
    "console:letter_nomori": _letter("approved", "rini", {}, opens=POSTED, refuses=(POSTED, 404)),
    "console:letter_sudah-ditandatangani": _letter("numbered", "rini", {}, opens=POSTED, refuses=(POSTED, 404)),
    # Registers
    "console:registers": Use("rini"),
    "console:register_open": Use("rini"),
    "console:register": _book("siip"),
    "console:register_pdf": _book("siip"),
    "console:register_xlsx": _book("siip"),
    "console:register_last_number": _book("siip", said={"last": "300", "again": "300"}),
    "console:register_block": _book("buku", said={"first": "501", "last": "510"}),
    "console:register_block_paper": _book("buku", lease_id="lease"),
    "console:register_block_close": _book("buku", said={}, lease_id="lease"),
    # Offices, people, accounts
    "console:offices": Use("dewi"),
    "console:office-new": Use("dewi"),
    "console:office": Use("dewi", {"office_id": "office"}),
    "console:office-revise": Use("dewi", {"office_id": "office"}, PRINTED),
    "console:office-give": Use(
        "dewi", {"office_id": "office_vacant"},
        {"person_id": "{person_new}", "capacity": "definitif", "from_on": "1-11-2026", "until_on": "", "sk_number": ""},
    ),
    "console:holding-end": Use("dewi", {"holding_id": "holding"}, {"last_on": "30-11-2026"}),
    "console:people": Use("dewi"),
    "console:person-new": Use("dewi"),
    "console:person": _person("staff"),
    "console:person-revise": _person("staff", PERSON),
    "console:account-open": _person("new", {"username": "santoso", "password": BEGUN}),
    "console:account-password": _person("staff", {"password": BEGUN}),
    "console:account-close": _person("staff", {}),
    "console:account-reopen": _person("closed", {}),
    "console:account-drop": _person("staff", {}),
    "console:mandates": Use("hendra"),
    "console:mandate-give": Use(
        "hendra", {"office_id": "office_lurah"},
        {"deputy_id": "{deputy}", "from_on": "1-12-2026", "until_on": "31-12-2026", "ground": "Nota dinas 800/12",
         "ground_on": "24-11-2026"},
    ),
    "console:mandate-end": Use("hendra", {"mandate_id": "mandate"}, {}),
    # The PIN
    "console:pin": Use("hendra"),
    "console:pin-set": Use("hendra"),
    "console:pin-enrol": Use("hendra"),
    "console:pin-end": Use("hendra"),
    # Residents
    "console:residents": Use("rini"),
    "console:residents-send": Use("dewi"),
    "console:residents-check": Use("dewi", {"upload_id": "upload"}, TERMS),
    "console:residents-drop": Use("dewi", {"upload_id": "upload"}, {}),
    "console:residents-taken": Use("dewi", {"import_id": "import"}),
    "console:residents-findings": Use("dewi", {"import_id": "import"}),
    "console:resident": Use("rini", {"resident_id": "resident"}),
    "console:resident-erase": Use("dewi", {"resident_id": "resident"}, {}),
    # Territory: a part of an address is a number inside this kecamatan, so the other's is tried in full
    "console:wilayah": Use("dewi"),
    "console:rt-import": Use("dewi"),
    "console:rt-example": Use("dewi"),
    "console:boundaries": Use("dewi"),
    "console:kelurahan-boundaries": Use("dewi", {"number": "number"}),
    "console:kelurahan": Use("dewi", {"number": "number"}, {"rw": "3", "numbers": "41"}),
    "console:kelurahan-import": Use("dewi", {"number": "number"}),
    "console:kelurahan-example": Use("dewi", {"number": "number"}),
    "console:rw": Use("dewi", {"number": "same_number", "rw": "rw"}, ENDS),
    "console:rt": Use("dewi", {"number": "same_number", "rw": "rw", "rt": "rt"}, ENDS),
    # Logging in
    "account_login": Use(),
    "account_logout": Use("rini"),
    "account_change_password": Use("rini"),
    "account_reauthenticate": Use("rini"),
    "account_take_back": Use("rini", opens=302),
    "mfa_authenticate": Use("rini", opens=302),
    "mfa_reauthenticate": Use("hendra"),
    "mfa_index": Use("rini"),
    "mfa_activate_totp": Use("rini"),
    "mfa_deactivate_totp": Use("hendra"),
    "mfa_view_recovery_codes": Use("hendra", opens=404),
    "mfa_generate_recovery_codes": Use("hendra"),
}  # fmt: skip
"""Every route by its name."""

LINKED: Final = {"penduduk": "{its[resident]}", "isi_nik": "{its[resident_nik]}", "isi_nama": "{its[resident_name]}"}
"""In the form of a request: somebody on the list, as the page fills it in when he is picked."""

TAKEN: Final = {**CORRECTED, **SHOWN, "langkah": "simpan"}
AT_COUNTER: Final = "layanan=domisili_orang&tempat="

DONE_WITH_THEIRS: Final[Mapping[str, tuple[str, str, str, Mapping[str, Any]]]] = {
    "a request at the counter of the other": (
        "rini", "console:take", AT_COUNTER + "loket-{its[kelurahan]}", TAKEN),
    "a request at the event of the other": (
        "rini", "console:take", AT_COUNTER + "kegiatan-{its[event_today]}", TAKEN),
    "signing a letter of the other": (
        "hendra", "console:waiting", "", {"what": "sign", "letters": "{its[letter_chain]}", "pin": "481937"}),
    "initialling a letter of the other": (
        "agus", "console:waiting", "", {"what": "paraf", "letters": "{its[letter_paraf]}"}),
    "an office in the other": (
        "dewi", "console:office-new", "",
        {"kind": "petugas_loket", "wilayah": "{its[kelurahan]}", "title": "Loket dua", "code": ""}),
    "an office for a person of the other": (
        "dewi", "console:office-give", "{ours[office_vacant]}",
        {"person_id": "{its[person_new]}", "capacity": "definitif", "from_on": "1-11-2026"}),
    "a register for an office of the other": (
        "rini", "console:register_open", "",
        {"office_id": "{its[office_lurah]}", "year": "2027", "mode": "siip", "after": "0", "pad": "1",
         "pattern": "{{klasifikasi}}/{{nomor}}/{{kode}}/{{tahun}}"}),
    "a list for the other": (
        "dewi", "console:residents-send", "", {"where": "{its[kelurahan_path]}", "sheet_name": "", "file": ""}),
    "an event with an RT of the other": (
        "rini", "console:plan", "kelurahan={ours[kelurahan_code]}",
        {**REVISED, "programme": "{ours[programme]}", "rts": "{its[rt_path]}"}),
    "an event with a person of the other": (
        "rini", "console:plan", "kelurahan={ours[kelurahan_code]}",
        {**REVISED, "programme": "{ours[programme]}", "orang_1": "{its[person_staff]}", "tugas_1": "loket"}),
    "an event of the programme of the other": (
        "rini", "console:plan", "kelurahan={ours[kelurahan_code]}", {**REVISED, "programme": "{its[programme]}"}),
    "an event at a place of the other": (
        "rini", "console:plan", "kelurahan={ours[kelurahan_code]}",
        {**REVISED, "programme": "{ours[programme]}", "places": "{its[place]}"}),
    "a place in the other": ("rini", "console:place-new", "kelurahan={its[kelurahan_code]}", SPOT),
    "a place in an RT of the other": (
        "rini", "console:place-new", "kelurahan={ours[kelurahan_code]}", {**SPOT, "rt": "{its[rt_path]}"}),
    "an RT of the other counted at an event": (
        "rini", "console:attendance", "{ours[event_today]}", {"mark": "{its[rt_place]}.add.5"}),
    "a person of the other at an event": (
        "rini", "console:presences", "{ours[event_today]}", {"press": "{its[person_staff]}.bekerja"}),
    "a resident in an RT of the other": (
        "rini", "console:presences", "{ours[event_today]}",
        {"rt": "{its[rt_path]}", "resident": "Budi", "agreed": "on"}),
    "a mark of the other taken back": (
        "rini", "console:presences", "{ours[event_today]}", {"press": "batal.{its[presence]}"}),
    "a number of the other called": (
        "rini", "console:queue", "{ours[event_today]}", {"press": "call.{its[ticket]}"}),
    "a need in an RT of the other": (
        "rini", "console:help-need-new", "{ours[event_today]}", {**HELP, "rt": "{its[rt_path]}"}),
    "a match of the other undone": (
        "rini", "console:helps", "{ours[event_today]}", {"press": "undo.{its[match]}"}),
    "a promise owned by an office of the other": (
        "rini", "console:event-promises", "{ours[event]}", {**PROMISED, "office": "{its[office_lurah]}"}),
    "a promise at a place of the other": (
        "rini", "console:event-promises", "{ours[event]}",
        {**PROMISED, "office": "{ours[office_lurah]}", "spot": "tempat-{its[place]}"}),
    "an aduan in an RT of the other": (
        "rini", "console:event-aduan", "{ours[event]}", {**REPORTED, "spot": "rt-{its[rt_path]}"}),
    "an aduan at the counter of the other": (
        "rini", "console:aduan-new", "", {**REPORTED, "kelurahan": "{its[kelurahan_path]}"}),
    "an event in the other": (
        "rini", "console:plan", "kelurahan={its[kelurahan_code]}", {**REVISED, "programme": "{its[programme]}"}),
}  # fmt: skip
"""Ids inside a form: who, route, what stands behind its address (or in it, see INSIDE), the form; {its[...]} is whose
it is about."""

INSIDE: Final[Mapping[str, str]] = {
    "console:helps": "event_id", "console:help-need-new": "event_id",
    "console:office-give": "office_id", "console:attendance": "event_id", "console:presences": "event_id",
    "console:queue": "event_id", "console:event-promises": "event_id", "console:event-aduan": "event_id",
}  # fmt: skip
"""Routes above whose address bears an id itself."""

ASKED: Final[Mapping[str, tuple[str, str, str, Mapping[str, Any] | None]]] = {
    "requests by the name of the other's": ("rini", "console:requests", "", {"cari": "{its[mark]}"}),
    "requests by kelurahan of the other": ("rini", "console:requests", "kelurahan={its[kelurahan]}", None),
    "requests that are done": ("rini", "console:requests", "keadaan=done", None),
    "letters that are signed": ("hendra", "console:letters", "keadaan=signed", None),
    "the second page of letters": ("hendra", "console:letters", "hal=2", None),
    "promises that are kept": ("rini", "console:promises", "keadaan=kept", None),
    "promises by an owner": ("rini", "console:promises", "pemilik={ours[office_lurah]}", None),
    "aduan that are new": ("hendra", "console:aduan", "keadaan=new", None),
    "the second page of events": ("rini", "console:events", "hal=2", None),
    "residents by a NIK of the other": (
        "rini", "console:residents", "", {"nik": "{its[nik]}", "name": "", "born_on": ""}),
    "residents by a name of the other": (
        "rini", "console:residents", "", {"nik": "", "name": "{its[mark]}", "born_on": "4-11-1969"}),
    "somebody by NIK while taking a request": (
        "rini", "console:take", AT_COUNTER + "loket-{ours[kelurahan]}",
        {"langkah": "cari", "cari_nik": "{its[nik]}", "cari_nama": "", "cari_lahir": "", "isi_nik": "{its[nik]}"}),
    "a resident by id while taking a request": (
        "rini", "console:take", AT_COUNTER + "loket-{ours[kelurahan]}",
        {"langkah": "pilih", "orang": "00000000-0000-7000-8000-000000000007"}),
    "a counter by the key of the other": ("rini", "console:take", AT_COUNTER + "loket-{its[kelurahan]}", None),
    "the form of a request": ("rini", "console:take", AT_COUNTER + "loket-{ours[kelurahan]}", None),
    "the form of a plan": ("rini", "console:plan", "kelurahan={ours[kelurahan_code]}", None),
    "a plan in the other": ("rini", "console:plan", "kelurahan={its[kelurahan_code]}", None),
    "the register of a year": ("rini", "console:register", "dari=1-1-2026&sampai=31-12-2026", None),
    "the journal from far on": ("dewi", "console:journal", "sebelum=999999", None),
}  # fmt: skip
"""Questions that only read, with words and ids of the other in them: the answer is the one before he had any."""
