"""Ann and Ben each have a color, and a picture if they like: small, sealed, and without what a camera adds."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dialogue.access.seats import seat_of
from dialogue.couple.looks import COLORS, SIDE, colors_of
from dialogue.models import Portrait
from tests.support.page import Page


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
    browser, couple, ann, ben, thea, omar
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


def test_what_is_no_picture_or_a_bomb_is_refused_in_words(browser, couple, ann, monkeypatch):
    monkeypatch.setattr("dialogue.couple.looks.MOST_PIXELS", 100)
    for content in (b"<svg onload=alert(1)>", photo(kind="GIF"), photo()):
        refused = Page(gives(browser(ann), content))
        assert refused.status == 422 and "isn’t a picture" in refused.field("picture").errors
    assert not Portrait.objects.exists() and seat_of(person_id=ann.pk)
