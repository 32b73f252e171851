"""As the Observatory would find it: a server with the settings of production, page by page."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from tests.support.observatory import ORIGIN, Seen, modifiers, score
from tests.support.rooms import asked_by
from tests.support.servers import cookie_for

HOST = "imago.example"
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def answered(server, path, cookie="", scheme="https"):
    at = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    proxied = {"Host": HOST, "X-Forwarded-Proto": scheme, "Origin": ORIGIN}
    at.request("GET", path, headers=proxied | ({"Cookie": cookie} if cookie else {}))
    answer = at.getresponse()
    return answer, answer.read().decode(errors="replace")


def seen(server, path, cookie=""):
    answer, body = answered(server, path, cookie)
    cookies = SimpleCookie()
    for one in answer.headers.get_all("Set-Cookie", []):
        cookies.load(one)
    plain, _body = answered(server, path, cookie, scheme="http")
    scripts = [dict(ATTRIBUTE.findall(one)) for one in SCRIPT.findall(body)]
    headers = dict(answer.headers.items())
    where = plain.headers.get("Location", "")
    found = Seen(f"https://{HOST}{path}", headers, list(cookies.values()), scripts, where)
    return found, answer.status, body


def host_cookie_for(person):
    """By the name that it has where everything is encrypted."""
    return f"__Host-{cookie_for(person)}"


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_answer_scores_a_hundred_or_more(
    in_production, couple, ann, thea, ada, template
):
    room = asked_by(ann)
    nobody, partner, therapist, admin = "", *map(host_cookie_for, (ann, thea, ada))
    _found, _status, front = seen(in_production, "/")
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)', front)))
    assert {".css", ".js", ".svg"} <= {name[name.rindex(".") :] for name in files}
    visits = [
        *((nobody, path, 200) for path in ("/", "/safety", "/account/login/", *files)),
        (nobody, "/account/signup/", 200),
        (nobody, "/nowhere", 404),
        (nobody, "/static/nowhere.js", 404),
        (nobody, "/sessions", 302),
        *((partner, path, 200) for path in ("/sessions", f"/room/{room}", "/profile")),
        (partner, "/admin/", 302),
        *((therapist, path, 200) for path in ("/sessions", f"/room/{room}", "/practice")),
        *((admin, path, 200) for path in ("/admin/", "/admin/dialogue/person/add/")),
        (admin, "/admin/dialogue/person/", 200),
        (admin, "/admin/nowhere/", 404),
        (admin, "/admin/jsi18n/", 200),
    ]
    for cookie, path, expected in visits:
        found, status, _body = seen(in_production, path, cookie)
        assert status == expected, path
        assert score(found) >= 110, (path, modifiers(found))
        assert modifiers(found)["cross-origin-resource-policy"] == 10, path
        assert all(one.key.startswith("__Host-") for one in found.cookies), path
    with_cookies, _status, _body = seen(in_production, "/account/login/")
    assert with_cookies.cookies and modifiers(with_cookies)["cookies"] == 5


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_in_the_browser_and_what_goes_goes_as_it_came(in_production, ann):
    for path, login in (
        ("/leave", host_cookie_for(ann)),
        ("/account/login/", host_cookie_for(ann)),
        ("/account/login/", ""),
    ):
        found, _status, _body = seen(in_production, path, login)
        assert found.cookies, path
        for cookie in found.cookies:
            assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax", cookie
            assert cookie["path"] == "/" and not cookie["domain"]
            assert not cookie["max-age"] or int(cookie["max-age"]) <= 180, cookie
    left, _status, _body = seen(in_production, "/leave", host_cookie_for(ann))
    ended = {cookie.key for cookie in left.cookies if cookie["max-age"] == "0"}
    assert ended == {"__Host-sessionid", "__Host-csrftoken"}
    assert {cookie.key for cookie in left.cookies} - ended == {"__Host-n"}


@pytest.mark.django_db(transaction=True)
def test_other_names_below_the_same_domain_are_a_choice(in_production):
    found, _status, _body = seen(in_production, "/")
    assert found.headers["Strict-Transport-Security"] == "max-age=31536000"


GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


def headers_alone(**other):
    given = GOOD | {name.replace("_", "-"): value for name, value in other.items()}
    return Seen(f"https://{HOST}/", given, from_http=f"https://{HOST}/")


def test_the_score_is_computed_as_published():
    assert score(headers_alone()) == 120
    worse = {
        -25 - 20: {"Content_Security_Policy": ""},  # and nothing against frames
        -20: {"Content_Security_Policy": "script-src 'unsafe-inline'; frame-ancestors 'none'"},
    }
    for points_lost, other in worse.items():
        assert score(headers_alone(**other)) == 100 + points_lost
    assert score(headers_alone(Strict_Transport_Security="max-age=60")) == 110
    assert score(headers_alone(Referrer_Policy="unsafe-url")) == 110
    assert score(headers_alone(X_Content_Type_Options="")) == 115
    open_door = {"Access_Control_Allow_Origin": ORIGIN, "Access_Control_Allow_Credentials": "true"}
    assert score(headers_alone(**open_door)) == 50
    cookies = SimpleCookie("sessionid=x")
    unsafe = headers_alone()
    unsafe.cookies = list(cookies.values())
    assert score(unsafe) == 60
    unsafe.cookies, unsafe.from_http = [], ""
    assert score(unsafe) == 80
    unsafe.scripts = [{"src": "//elsewhere.example/x.js"}]
    assert score(unsafe) == 30
