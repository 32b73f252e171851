"""People at real browsers: each has a context of their own, as on a device of their own."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.chromium import launch
from tests.browser.house import Devices, House, new_device
from tests.browser.people import DESKTOP, MOVING, At, Sit
from tests.browser.visitor import Visitor
from tests.support import processes
from tests.support.cast import PASSWORD
from tests.support.servers import Server


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright, chromium: str) -> Browser:
    """Chromium as people have it, for what goes from the front door to the end."""
    return launch(_playwright, chromium)


@pytest.fixture(scope="session")
def _shell(_playwright: Playwright, chromium: str) -> Browser:
    """For the many who only look into a room of the house."""
    return launch(_playwright, processes.chromium_without_a_window() or chromium)


@pytest.fixture(scope="session")
def house(
    template: Path, run_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with processes.locked(run_folder / "house.lock"):
        prepared = House.prepare(run_folder / "house", template)
    with Server(tmp_path_factory.mktemp("house"), template=prepared) as running:
        yield House(running, prepared / "house.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begins at once, so that no worker waits for it at the end."""
    items.sort(key=lambda item: "test_dialogue.py" not in item.nodeid)


@pytest.fixture(scope="session")
def devices(_shell: Browser, house: House) -> Devices:
    return Devices(_shell, house.server.url)


@pytest.fixture
def sit(devices: Devices, house: House) -> Iterator[Sit]:
    """``sit("Ann", "sending", **device)``: at a browser of her own, in that room of the house; a
    ``kind`` of person who can do more than others may be named."""
    people: list[tuple[At, dict[str, Any]]] = []

    def sit_down(name: str, room: str = "", *, kind: type[At] = At, **device: Any) -> At:
        device = DESKTOP | device
        person = kind(devices.take(device), house.server, name)
        people.append((person, device))
        if name in house.logins:
            person.log_in(house)
        return person.enter(house, room) if room else person

    yield sit_down
    for person, device in people:
        if person.has_set_the_clock:
            person.context.close()
        else:
            devices.give_back(person.context, device)
    assert [problem for person, _device in people for problem in person.problems] == []


@pytest.fixture(scope="session")
def _visitors() -> dict[str, At]:
    return {}


@pytest.fixture
def visits(_shell: Browser, house: House, _visitors: dict[str, At]) -> Iterator[Sit]:
    """``visits("Ann", "check")``: the same Ann again and again, who looks into a room and changes
    nothing there; quicker than sitting down."""

    def visit(name: str, room: str) -> At:
        if name not in _visitors:
            page = new_device(_shell, house.server.url, DESKTOP)
            _visitors[name] = At(page, house.server, name)
            _visitors[name].log_in(house)
        _visitors[name].page.set_viewport_size(DESKTOP["viewport"])
        return _visitors[name].enter(house, room)

    yield visit
    assert [problem for person in _visitors.values() for problem in person.problems] == []


@pytest.fixture
def at(browser: Browser, server: Server) -> Iterator[Any]:
    """``at("Ann", **device)`` sits Ann down at a browser of her own, signed in."""
    people: list[At] = []

    def sit_down(name: str, *, password: str = PASSWORD, **device: Any) -> At:
        page = new_device(browser, server.url, (device or DESKTOP) | MOVING)
        people.append(At(page, server, name, password=password))
        return people[-1].sign_in()

    yield sit_down
    for person in people:
        person.shot("zz-last")
        person.context.close()
    problems = [problem for person in people for problem in person.problems]
    assert not problems, server.said()[-2_000:]


@pytest.fixture
def visitor(sit: Sit) -> Callable[..., Any]:
    return partial(sit, "Visitor", kind=Visitor)
