"""Ann and Ben each have a color, and a picture if they like: small, sealed, and without what a camera adds."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dialogue.access.seats import seat_of
from dialogue.couple.looks import COLORS, SIDE, colors_of
from dialogue.home.ending import end_couple, erase
from dialogue.models import Partner, Portrait
from tests.support.page import Page
from tests.support.processes import ROOT

TOKENS = (ROOT / "static/css/base/tokens.css").read_text()
DAY, NIGHT = TOKENS.split("prefers-color-scheme: dark", 1)


def light_of(color):
    """How light it is, as WCAG 2 measures it."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    lines = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return sum(part * weight for part, weight in zip(lines, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    darker, lighter = sorted(map(light_of, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("color", COLORS)
@pytest.mark.parametrize("sheet", [DAY, NIGHT], ids=["day", "night"])
def test_each_color_can_be_read_wherever_it_stands(sheet, color):
    def token(name):
        found = re.search(rf"--{name}: (#\w{{6}});", sheet)
        assert found, name
        return found[1]

    paint = token(f"paint-{color}")
    for ground in ("paper", "card", "on-colour", f"paint-{color}-wash"):
        assert contrast(paint, token(ground)) >= 4.5, ground


def photo(size=(900, 600), kind="JPEG", **more):
    made = BytesIO()
    Image.new("RGB", size, "orange").save(made, kind, **more)
    return made.getvalue()


def gives(client, content):
    file = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    return client.post("/us/look", {"act": "picture", "picture": file})


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, ("ember", "river")),
        ({"first": "moss"}, ("moss", "river")),
        ({"first": "river"}, ("river", "ember")),
        ({"second": "ember"}, ("river", "ember")),
        ({"first": "gold"}, ("ember", "river")),
    ],
)
def test_two_never_have_the_same_color(chosen, shown):
    assert tuple(colors_of(chosen).values()) == shown and set(shown) <= set(COLORS)


def test_ann_chooses_a_color_that_both_see_and_ben_cannot_take_it(browser, couple, ann, ben, omar):
    assert browser(ann).post("/us/look", {"act": "color", "color": "moss"}).url == "/us/look"
    for person in (ann, ben):
        assert 'data-first="moss"' in browser(person).get("/today").content.decode()
    assert "data-first" not in browser(omar).get("/sessions").content.decode()
    for color in ("moss", "gold"):
        assert browser(ben).post("/us/look", {"act": "color", "color": color}).status_code == 409


def test_a_picture_is_made_small_and_bare_and_only_the_two_see_it(
    browser, couple, ann, ben, thea, omar, ada
):
    exif = Image.Exif()
    exif[0x010E] = "Sunday at the lake"
    assert gives(browser(ann), photo(exif=exif)).url == "/us/look"
    sealed = bytes(Portrait.objects.get().sealed)
    for person in (ann, ben):
        answer = browser(person).get("/us/picture/first")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "no-store" in answer.headers["Cache-Control"]
        kept = Image.open(BytesIO(answer.content))
        assert kept.size == (SIDE, SIDE) and not kept.getexif()
        assert answer.content not in sealed and b"lake" not in answer.content
        assert "/us/picture/first" in browser(person).get("/today").content.decode()
    for person in (thea, omar):
        assert browser(person).get("/us/picture/first").status_code == 404
    assert browser(ben).get("/us/picture/second").status_code == 404
    browser(ann).post("/us/look", {"act": "remove"})
    assert not Portrait.objects.exists()
    for person, color in ((ann, "moss"), (ben, "rose")):
        gives(browser(person), photo())
        browser(person).post("/us/look", {"act": "color", "color": color})
    end_couple(couple=couple)
    for person in (ann, ben):
        assert browser(person).get("/us/picture/first").status_code == 404
    erase(person=ann, by=ada)
    assert not Portrait.objects.exists() and Partner.objects.get(couple=couple).color == ""


def test_what_is_no_picture_or_a_bomb_is_refused_in_words(browser, couple, ann, monkeypatch):
    monkeypatch.setattr("dialogue.couple.looks.MOST_PIXELS", 100)
    for content in (b"<svg onload=alert(1)>", photo(kind="GIF"), photo()):
        refused = Page(gives(browser(ann), content))
        assert refused.status == 422 and "isn’t a picture" in refused.field("picture").errors
    assert not Portrait.objects.exists() and seat_of(person_id=ann.pk)
