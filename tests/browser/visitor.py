"""Somebody who is nobody here, in the practice room."""

from typing import Any

from playwright.sync_api import Request

from tests.browser.people import At

# A partner who thinks and writes twenty times as fast as people do, and is asked one thing at a time.
HURRIED = """(() => {
  const { setTimeout: later, fetch: ask } = window;
  window.asked = 0;
  window.setTimeout = (act, ms, ...more) => later(act, ms / 20, ...more);
  window.fetch = (...what) => {
    window.asked += 1;
    return ask(...what).finally(() => later(() => (window.asked -= 1), 20));
  };
})()"""

ALL_DONE = """() => !window.asked && document.querySelector(".composer, .ended")
  && ![...document.querySelectorAll("button")].some((one) => one.textContent.startsWith("Don’t wait"))"""


class Visitor(At):
    """Somebody who is nobody here. Counts the clicks, and keeps all that the browser sends."""

    def __init__(self, *who: Any) -> None:
        super().__init__(*who)
        self.clicks = 0
        self.sent: list[Request] = []
        self.page.on("request", self._note)

    def hurries(self) -> "Visitor":
        """And so do the partners."""
        self.page.add_init_script(HURRIED)
        return self

    def _note(self, request: Request) -> None:
        self.sent.append(request)

    def tap(self, role: Any, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def listens(self) -> None:
        """Until the partner has done all that comes now."""
        self.page.wait_for_function(ALL_DONE)

    def told(self) -> str:
        """The newest private notice."""
        return self.page.locator(".whisper .words").last.inner_text()
