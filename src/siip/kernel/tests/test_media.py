"""Photos in: upright, small, without a trace of where they come from; anything else refused."""

import io
import zlib
from datetime import datetime

import pytest
from PIL import Image

from siip.kernel.media import MOST_BYTES, safe_photo
from siip.kernel.refused import Refused

ORIENTATION, MAKE, EXIF_IFD, TAKEN, GPS_IFD = 0x0112, 0x010F, 0x8769, 36867, 0x8825


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG", mode: str = "RGB", **exif: str) -> bytes:
    out = io.BytesIO()
    marks = Image.Exif()
    if exif:
        marks[MAKE] = "Kamera"
        marks[ORIENTATION] = 6  # lies on its side
        marks.get_ifd(EXIF_IFD)[TAKEN] = exif["taken"]
        marks.get_ifd(GPS_IFD)[1] = "S"
    Image.new(mode, size).save(out, kind, exif=marks)
    return out.getvalue()


def refused(content: bytes) -> Refused:
    with pytest.raises(Refused) as found:
        safe_photo(content)
    return found.value


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "L"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "P")])
def test_what_phones_make_becomes_jpeg(kind: str, mode: str) -> None:
    made = safe_photo(photo(kind=kind, mode=mode))
    assert Image.open(io.BytesIO(made.content)).format == "JPEG"
    assert (made.width, made.height, made.taken) == (40, 30, None)


def test_a_photo_on_its_side_is_set_upright_and_loses_its_marks() -> None:
    made = safe_photo(photo(taken="2026:11:27 07:45:10"))
    assert (made.width, made.height) == (30, 40)
    assert made.taken == datetime.fromisoformat("2026-11-27 07:45:10")
    assert dict(Image.open(io.BytesIO(made.content)).getexif()) == {}
    assert b"Kamera" not in made.content


def test_a_time_that_is_none_is_left_out() -> None:
    assert safe_photo(photo(taken="0000:00:00 00:00:00")).taken is None


def test_a_large_photo_is_made_smaller() -> None:
    made = safe_photo(photo((4000, 3000)))
    assert (made.width, made.height) == (1600, 1200)


def test_what_hangs_behind_the_photo_is_gone() -> None:
    assert b"PK\x03\x04" not in safe_photo(photo() + b"PK\x03\x04<script>").content


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"%PDF-1.7", photo()[:200], photo(kind="PNG")[:60], photo(kind="GIF")]
)
def test_what_is_no_photo_is_refused_with_advice(content: bytes) -> None:
    assert refused(content).code == "photo-unreadable"
    assert "JPEG, PNG, atau WebP" in refused(content).message


def test_too_many_bytes_are_refused() -> None:
    assert refused(b"\xff" * (MOST_BYTES + 1)).code == "photo-too-big"


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    # 12,000 x 12,000 white pixels pack into a few kilobytes; the header alone is enough to refuse.
    assert refused(photo((12000, 12000), "PNG", "1")).code == "photo-too-big"


def test_a_bomb_beyond_the_decoder_s_own_limit_is_refused() -> None:
    header = bytearray(photo(kind="PNG"))
    header[16:24] = (30000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")
    found = refused(bytes(header))
    assert (found.code, "60 juta piksel" in found.message) == ("photo-too-big", True)
