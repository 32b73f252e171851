"""Every finding has its test and a change that it can be tried with (``python -m tests.findings``)."""

import pytest

from tests.findings import findings
from tests.support.processes import ROOT

# Those that are the same as another one are told there.
FOUND = (
    {f"F{n}" for n in range(1, 15)} | {f"B{n}" for n in (4, 5, 6)} | {f"R{n}" for n in range(1, 12)}
)


def test_every_finding_is_held_by_a_test():
    told = {one.id.partition("-")[0] for one in findings()}
    same = {word.strip(".()") for one in findings() for word in one.said.split("(")[-1].split()}
    assert not FOUND - told - same


@pytest.mark.parametrize("finding", findings(), ids=lambda one: one.id)
def test_its_test_and_what_is_changed_are_there(finding):
    path, _, name = finding.test.partition("::")
    named = f'test("{name}"' if path.endswith(".js") else f"def {name}("
    assert named in (ROOT / path).read_text()
    assert finding.mutated(ROOT)
