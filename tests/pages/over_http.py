"""A browser without JavaScript, against a real server: cookies, forms, no redirect is followed."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass


@dataclass
class Answered:
    status: int
    page: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Visitor:
    def __init__(self, base: str) -> None:
        self._base = base
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, _Stay())

    def get(self, path: str) -> Answered:
        return self._ask(urllib.request.Request(f"{self._base}{path}"))

    def post(self, path: str, form: dict[str, str]) -> Answered:
        """Open the page, fill in its form, send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).page)
        assert token, f"{path} has no form"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]} | form).encode()
        url, headers = f"{self._base}{path}", {"Origin": self._base}
        return self._ask(urllib.request.Request(url, body, headers))

    def _ask(self, request: urllib.request.Request) -> Answered:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answered(answer.status, answer.read().decode())
        except urllib.error.HTTPError as answer:  # also a redirect that is not followed
            return Answered(answer.code, answer.read().decode())
