"""A link pasted in a chat shows a card: words, and a picture that the chat can fetch and will take."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from siip.web.public.tests.test_frame import PAGES


@pytest.mark.parametrize("address", PAGES)
def test_every_page_names_the_picture_in_full_with_its_size(client, friday, address, settings):
    settings.SIIP = replace(settings.SIIP, public_url="https://siip.example.go.id")
    said = dict(
        re.findall(r'<meta property="og:(image[\w:]*)" content="([^"]*)"', client.get(address).content.decode())
    )
    assert said == {
        "image": "https://siip.example.go.id/kartu.png", "image:width": "1200", "image:height": "630",
    }  # fmt: skip


def test_the_picture_is_as_large_as_said_and_light_enough_for_a_chat(client, cast):
    page = client.get("/kartu.png")
    assert page["Content-Type"] == "image/png" and len(page.content) < 300_000
    assert Image.open(io.BytesIO(page.content)).size == (1200, 630)


def test_each_kecamatan_has_its_own_at_its_own_address(client, two_kecamatan):
    pages = {host: client.get("/", headers={"host": host}).content.decode() for host in ("plaju.test", "other.test")}
    for host, page in pages.items():
        assert f'content="http://{host}/kartu.png"' in page
    pictures = {client.get("/kartu.png", headers={"host": host}).content for host in pages}
    assert len(pictures) == 2


def test_where_the_host_is_no_kecamatan_there_is_no_picture(client, two_kecamatan):
    page = client.get("/periksa/", headers={"host": "siip.test"}).content.decode()
    assert "og:title" in page and "og:image" not in page
