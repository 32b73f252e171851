"""The instruments, read once. The files beside this one are their source.

``name.toml`` is the newest version; ``name.1.toml`` an older one, kept for as long as somebody may have
answered it. A changed word is another version, and another line in the chart.
"""

from functools import cache
from importlib.resources import files

from dialogue.measures.instruments.loader import load
from dialogue.measures.instruments.shape import Instrument

PULSE = "pulse"  # asked after a dialogue; the others at any time
OFFERED = ("csi4", "csi16", "areas")
EVERY = (PULSE, *OFFERED)


def source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


@cache
def instrument(id: str, version: int | None = None) -> Instrument:
    """The instrument named ``id``, in that version or the newest; KeyError if it is not there."""
    if id not in EVERY:
        raise KeyError(id)
    newest = load(source(id), id)
    if version in (None, newest.version):
        return newest
    try:
        return load(source(f"{id}.{version}"), f"{id}.{version}")
    except FileNotFoundError:
        raise KeyError(f"{id}, version {version}") from None


def all_instruments() -> tuple[Instrument, ...]:
    """The newest version of each."""
    return tuple(instrument(id) for id in EVERY)
