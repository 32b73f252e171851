"""python -m tests.findings [F1 R8-rows …]

Makes each change in a tree of its own, of what is committed here, and runs the test that must notice. Ends with 1
where one did not. Takes some minutes.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.findings import Finding, findings
from tests.support.processes import ROOT

FAILED = 1  # as pytest has it; anything else is no answer


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.findings")
    parser.add_argument("ids", nargs="*", metavar="ID")
    options = parser.parse_args()
    chosen = [one for one in findings() if not options.ids or one.id in options.ids]
    with tempfile.TemporaryDirectory(prefix="imago-findings-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
        try:
            for tools in (".venv", "node_modules"):
                (tree / tools).symlink_to(ROOT / tools)
            unnoticed = [one.id for one in chosen if not _is_noticed(one, tree)]
        finally:
            _git("worktree", "remove", "--force", str(tree))
    print(f"{len(chosen) - len(unnoticed)} of {len(chosen)} are noticed. {' '.join(unnoticed)}")
    return 1 if unnoticed else 0


def _is_noticed(finding: Finding, tree: Path) -> bool:
    path = tree / finding.file
    before = path.read_text(encoding="utf-8")
    path.write_text(finding.mutated(tree), encoding="utf-8")
    command = _of_a_script(finding) if ".js::" in finding.test else _of_python(finding)
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    finally:
        path.write_text(before, encoding="utf-8")
    noticed = done.returncode == FAILED
    print(f"{finding.id:<14} {'noticed' if noticed else 'NOT NOTICED'}: {finding.said}", flush=True)
    if done.returncode > FAILED:
        print(done.stdout[-2000:], flush=True)
    return noticed


def _of_python(finding: Finding) -> list[str]:
    return [sys.executable, "-m", "pytest", finding.test, "-q", "-x", "-n", "0"]


def _of_a_script(finding: Finding) -> list[str]:
    path, _, name = finding.test.partition("::")
    node = ["node", "--import", "./tests/js/modules.js", "--test", "--test-name-pattern", name]
    return [*node, path]


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
