"""From the text of an instrument's file to an Instrument; what is wrong is said with its place."""

import tomllib
from typing import Any, get_args

from dialogue.measures.instruments.shape import (
    Higher,
    Instrument,
    Item,
    Option,
    ReliableChange,
    Scale,
)

Table = dict[str, Any]


class InstrumentError(ValueError):
    """A file that cannot be used. The message names the place and the reason."""


def load(text: str, name: str = "instrument") -> Instrument:
    """The instrument in ``text``. Raises InstrumentError: nothing is shown of which the licence, the
    source of each language or the answer to "is it chance?" is missing."""
    try:
        table = tomllib.loads(text)
        options = {
            key: _options(f"{name}.answers.{key}", rows) for key, rows in table["answers"].items()
        }
        items = tuple(_item(name, row, options) for row in table["items"])
        found = Instrument(
            id=table["id"],
            version=table["version"],
            title=table["title"],
            about=table["about"],
            ours=table["ours"],
            instruction=table.get("instruction", ""),
            items=items,
            scales=tuple(_scale(name, key, row, items) for key, row in table["scales"].items()),
            source=table["source"],
            licence=table["licence"],
            languages=table["languages"],
        )
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError(f"{name}: {error}") from error
    except KeyError as error:
        raise InstrumentError(f"{name}: {error.args[0]} is missing") from error
    _check(name, found)
    return found


def _options(place: str, rows: list[list[Any]]) -> tuple[Option, ...]:
    options = tuple(Option(score=score, label=str(label)) for score, label in rows)
    if len({option.score for option in options}) != len(options):
        raise InstrumentError(f"{place}: two answers have one score")
    return options


def _item(name: str, row: Table, options: dict[str, tuple[Option, ...]]) -> Item:
    poles = row.get("poles")
    return Item(
        id=row["id"],
        text=row["text"],
        options=options[row["answers"]],
        poles=(poles[0], poles[1]) if poles else None,
    )


def _scale(name: str, id: str, row: Table, items: tuple[Item, ...]) -> Scale:
    by_id = {item.id: item for item in items}
    change = row.get("reliable_change")
    if (change is None) == (not row.get("no_reliable_change")):
        raise InstrumentError(
            f"{name}.scales.{id}: reliable_change, or no_reliable_change that says why, and not both"
        )
    if ("cut_off" in row) != bool(row.get("cut_off_source") and row.get("cut_off_says")):
        raise InstrumentError(f"{name}.scales.{id}: a cut-off comes with its words and its source")
    if row["higher"] not in get_args(Higher):
        raise InstrumentError(f"{name}.scales.{id}.higher: is none of {get_args(Higher)}")
    return Scale(
        id=id,
        title=row["title"],
        items=tuple(by_id[item] for item in row["items"]),
        higher=row["higher"],
        means=row["means"],
        cut_off=row.get("cut_off"),
        cut_off_says=row.get("cut_off_says", ""),
        cut_off_source=row.get("cut_off_source", ""),
        change=ReliableChange(**change) if change else None,
        no_change=row.get("no_reliable_change", ""),
    )


def _check(name: str, found: Instrument) -> None:
    for field in ("title", "about", "source", "licence", "languages", "items", "scales"):
        if not getattr(found, field):
            raise InstrumentError(f"{name}.{field}: is empty")
    if not all(found.languages.values()):
        raise InstrumentError(f"{name}.languages: each says where its words come from")
    ids = [item.id for item in found.items]
    if len(set(ids)) != len(ids):
        raise InstrumentError(f"{name}.items: an id stands twice")
    scored = {item.id for scale in found.scales for item in scale.items}
    if scored != set(ids):
        raise InstrumentError(f"{name}: no scale has {', '.join(sorted(set(ids) - scored))}")
