"""Ann makes a link: she sees it at her login, and nobody sees it anywhere else."""

from django.db import connection

from dialogue.base import qr
from dialogue.couple.invitations import invite
from dialogue.models import Couple, Invitation
from tests.support.page import Page

CLOSED = "You can’t use this link"


def link_of(person):
    return f"/invitation/{invite(inviter=person)[1]}"


def shown_link(client):
    page = Page(client.get("/invite"))
    link = page.by_id("link")
    assert page.answer.headers["Cache-Control"] == "no-store, private"
    return link.attributes["value"] if link else ""


def test_ann_makes_a_link_and_sees_it_again_but_at_that_login_alone(browser, ann):
    client, elsewhere = browser(ann), browser(ann)
    assert not Page(client.get("/invite")).fields and not Invitation.objects.exists()
    assert client.post("/invite").url == "/invite"
    link = shown_link(client)
    assert link.startswith("http://testserver/invitation/") and shown_link(client) == link
    page = Page(client.get("/invite"))
    assert page.all("textarea")[0].text.strip() and "a guided conversation" in page.text
    assert page.all("svg")[-1].attributes["role"] == "img"
    assert link.rsplit("/", 1)[1] not in str(dict(client.session))
    other = Page(elsewhere.get("/invite"))
    assert "Your invitation is waiting" in other.text and not other.by_id("link")
    elsewhere.post("/invite")
    assert shown_link(client) == "" and shown_link(elsewhere) not in ("", link)
    elsewhere.post("/invite/revoke")
    assert shown_link(elsewhere) == ""


def test_the_picture_holds_the_link_and_neither_style_nor_script():
    drawing = qr.drawn("http://testserver/invitation/" + "x" * 32, label="The link <as> a picture")
    assert "&lt;as&gt;" in drawing and "style" not in drawing and "href" not in drawing
    other = qr.drawn("http://testserver/invitation/" + "y" * 32, label="The link <as> a picture")
    assert drawing != other and drawing.startswith("<svg") and "script" not in drawing


def test_only_a_hash_of_the_token_is_kept(browser, ann):
    link = link_of(ann).removeprefix("/invitation/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dialogue_invitation")
        kept = str(cursor.fetchall())
    assert len(link) >= 32 and link not in kept


def test_a_new_link_ends_the_old_one(browser, ann, ben):
    old, new = link_of(ann), link_of(ann)
    client = browser(ben)
    assert Page(client.get(old)).heading == CLOSED
    assert Page(client.get(new)).heading == "Ann would like to talk with you"


def test_ann_takes_her_invitation_back(browser, ann, ben):
    link = link_of(ann)
    client = browser(ann)
    assert client.get("/invite/revoke").url == "/invite"
    assert Page(browser(ben).get(link)).status == 200
    assert client.post("/invite/revoke").url == "/invite"
    assert Page(browser(ben).post(link)).status == 410
    assert not Couple.objects.exists()


def test_omar_cannot_take_ann_s_invitation_back(browser, ann, ben, omar):
    link = link_of(ann)
    browser(omar).post("/invite/revoke")
    assert browser(ben).post(link).url == "/invite"


def test_who_has_a_partner_or_is_none_makes_no_link(browser, couple, ann, thea, ada):
    for person in (ann, thea, ada):
        assert browser(person).post("/invite").url == "/today"
    assert not Invitation.objects.exists()
