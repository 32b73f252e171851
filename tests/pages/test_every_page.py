"""What holds for every page, whoever reads it."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings

from tests.support.history import SECRET
from tests.support.processes import ROOT
from tests.support.walked import TURNING, Pages

OURS = ("/static/", "/admin/jsi18n/")


@pytest.fixture(scope="module")
def pages(walked: Pages) -> Pages:
    assert not [name for name, page in walked.items() if page.status in (302, 500)]
    return walked


def policy(page):
    directives = page.answer.headers["Content-Security-Policy"].split("; ")
    return {name: values for name, *values in map(str.split, directives)}


@pytest.mark.long
def test_every_page_keeps_to_itself(pages):
    for name, page in pages.items():
        for check in (headers, content_policy, title, markup, fields, landmarks):
            wrong = list(check(page))
            assert not wrong, f"{name}: {check.__name__}: {wrong}"


def headers(page):
    answer = page.answer
    wanted = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    yield from (name for name, value in wanted.items() if answer.headers.get(name) != value)
    if "no-store" not in answer.headers["Cache-Control"]:
        yield answer.headers["Cache-Control"]
    for feature in ("camera", "microphone", "geolocation"):
        if f"{feature}=()" not in answer.headers["Permissions-Policy"]:
            yield feature
    said = unquote(str(answer.headers))
    if any(secret in said for secret in (SECRET, *TURNING, "=?utf-8?")):
        yield "a header tells"


def content_policy(page):
    """Nothing inline, on no page: no style at all, and of scripts the map of imports alone, by a
    number that is only named where there is one. Neither 'unsafe-…' nor a checksum, and no
    directive that would say otherwise for a part."""
    found = dict(policy(page))
    numbers = {f"'nonce-{one.attributes['nonce']}'" for one in importmaps(page)}
    scripts = set(found.pop("script-src")) - {"'self'"}
    if scripts != numbers or len(numbers) > 1 or any(len(one) < 24 for one in numbers):
        yield scripts
    if set(found.pop("connect-src")[:1]) != {"'self'"}:
        yield "connect-src"
    own, nothing = ["'self'"], ["'none'"]
    expected = dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), nothing)
    expected |= dict.fromkeys(("form-action", "style-src", "font-src", "manifest-src"), own)
    if found != expected | {"img-src": ["'self'", "data:"]}:
        yield found


def importmaps(page):
    return [one for one in page.all("script") if one.attributes.get("type") == "importmap"]


def title(page):
    if page.title != "Together":
        yield page.title


def markup(page):
    """Nothing that the policy would have to be loosened for."""
    for element in page.elements:
        given = element.attributes
        yield from (name for name in given if name == "style" or name.startswith("on"))
        if element.tag == "style" or given.get("href", "").startswith("javascript:"):
            yield element
        if element.tag == "script" and "src" not in given:
            nonced = f"'nonce-{given.get('nonce')}'" in policy(page)["script-src"]
            if given["type"] != "application/json" and not (
                given["type"] == "importmap" and nonced
            ):
                yield element
        elsewhere = (given.get("src", ""), element.tag == "link" and given.get("href", ""))
        yield from (one for one in elsewhere if one and not one.startswith(OURS))


def fields(page):
    """Each has a label, and says itself what is wrong with it."""
    if page.answer.wsgi_request.path.startswith("/admin/"):
        return  # Django's own
    for field in page.fields:
        if not field.labelled:
            yield f"{field.name} has no label"
        if field.errors and field.attributes.get("aria-invalid") != "true":
            yield f"{field.name} does not say that it is wrong"
    said = [list_.text for list_ in page.all("ul") if list_.attributes.get("class") == "errors"]
    beside = " ".join(field.errors for field in page.fields)
    yield from (text for text in said if " ".join(text.split()) not in beside)


def landmarks(page):
    if len(page.all("main")) != 1 or len(page.all("h1")) != 1:
        yield "one main part with one heading"
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    yield from (id for id in set(ids) if ids.count(id) > 1)
    if not page.all("html")[0].attributes.get("lang"):
        yield "no language"


def test_forms_are_only_sent_here_and_carry_a_token(pages):
    for name, page in pages.items():
        posts = [form for form in page.all("form") if form.attributes["method"].lower() == "post"]
        tokens = [
            one for one in page.all("input") if one.attributes.get("name") == "csrfmiddlewaretoken"
        ]
        assert len(posts) == len(tokens), name
        assert all(form.attributes.get("action", "/").startswith("/") for form in posts), name


def test_every_page_offers_the_quick_way_out(pages):
    """The link, and what its script must know before it asks anybody."""
    for name, page in pages.items():
        meta = [one.attributes for one in page.all("meta") if one.attributes.get("name") == "leave"]
        assert [one["content"] for one in meta] == [settings.IMAGO_QUICK_EXIT], name
        assert (meta[0]["data-tell"], meta[0]["data-cookie"]) == ("/leave?told", "n"), name
        scripts = {one.attributes.get("src") for one in page.all("script")}
        assert {"/static/js/safety/quick_exit.js", "/static/js/base/whose.js"} <= scripts, name
        if not re.search("/room/|/try/", name):  # the room's script draws its own
            links = [link.attributes.get("href") for link in page.all("a")]
            assert "/leave" in links, name


DIALOG = re.compile(r"<dialog\b.*?</dialog>", re.DOTALL)


def test_there_is_a_way_out_inside_whatever_covers_a_page():
    """Behind an open dialog nothing can be pressed."""
    found = {
        path.relative_to(ROOT).as_posix(): DIALOG.findall(path.read_text())
        for folder in ("static/js", "templates")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".js", ".html") and "<dialog" in path.read_text()
    }
    assert found
    for path, dialogs in found.items():
        assert dialogs and all(re.search(r"<\$\{Leave\}|data-leave", one) for one in dialogs), path
    modal = [path for path in (ROOT / "static/js").rglob("*.js") if "showModal" in path.read_text()]
    for one in {*modal} - {ROOT / one for one in found}:  # it opens one of those
        assert re.search(r"<\$\{(Dialog|AskToEnd)\}", one.read_text()), one
    header = (ROOT / "static/js/room/stage.js").read_text()
    assert "<${Leave} />" in header


def test_a_page_is_also_answered_without_its_body(browser, ann, couple):
    for address in ("/", "/sessions", "/profile", "/invite", "/account/login/"):
        answer = browser(ann).head(address)
        assert answer.status_code in (200, 302) and not answer.content
