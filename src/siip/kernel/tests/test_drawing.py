"""QR codes and pictures as SVG."""

from siip.kernel.drawing import code_groups, picture_svg, qr_svg


def test_a_code_is_cut_into_threes() -> None:
    assert code_groups("7KQ2MX9") == ["7KQ", "2MX", "9"]


def test_a_qr_code_is_svg_that_names_no_other_host() -> None:
    svg = qr_svg("https://siip.contoh.go.id/periksa/7KQ")
    assert svg.startswith("<svg")
    assert "contoh" not in svg


def test_a_picture_is_wrapped_with_its_bytes() -> None:
    assert 'href="data:image/png;base64,YWJj"' in picture_svg(b"abc", "image/png", 8, 9)
