"""The exploration's numbers, told at the end of the run (also when it is spread over workers)."""

from typing import Any

import pytest

from dialogue.engine.exercises import OFFERED
from tests.engine.graph import Graph
from tests.engine.graph import graph as graph_of

TOLD = "told"


@pytest.fixture(scope="session", params=OFFERED)
def graph(request: pytest.FixtureRequest) -> Graph:
    return graph_of(request.param)


@pytest.fixture
def tell(record_property: Any) -> Any:
    return lambda line: record_property(TOLD, line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    lines = [
        value
        for report in terminalreporter.stats.get("passed", [])
        for key, value in report.user_properties
        if key == TOLD
    ]
    if lines:
        terminalreporter.section("the engine, explored")
        for line in lines:
            terminalreporter.line(line)
