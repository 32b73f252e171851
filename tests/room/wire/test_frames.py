"""What comes in over the socket: understood, or refused by a code that repeats none of it."""

import json
import traceback
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.base import vault
from dialogue.room.wire import bounds, frames, refusals, requests
from dialogue.wiredocs import room as asyncapi_room

ID = "0c6f1d1e-6d0e-4c62-9a0e-2f6d4a3f9b11"
SENT = [example for model in asyncapi_room.ANSWERS for example in asyncapi_room.EXAMPLES[model]]
COMMAND = {"type": "command", "id": ID, "name": "send", "moment": 3, "words": "I feel alone."}


def refused(text: str) -> requests.NotUnderstood:
    with pytest.raises(requests.NotUnderstood) as caught:
        requests.parse(text)
    return caught.value


def parsed(text: str) -> Any:
    """The frame, or why it was not understood."""
    try:
        return requests.parse(text)
    except requests.NotUnderstood as problem:
        return problem


def code_of(data: Any) -> str:
    return refused(json.dumps(data)).code


@pytest.mark.parametrize("example", SENT, ids=lambda example: example["type"])
def test_every_example_is_understood(example: dict[str, Any]) -> None:
    frame = requests.parse(json.dumps(example))
    assert frame.model_dump(mode="json", exclude_unset=True).keys() == example.keys()


@pytest.mark.parametrize("text", ["", "hello", "{", '{"type":"typing"}{}', "\ud800", "\x00"])
def test_what_is_not_json(text: str) -> None:
    assert refused(text).code == "not_json"


def test_a_name_that_stands_there_twice_is_not_guessed_at() -> None:
    """Also within: a client that reads the first and a server that reads the last would differ."""
    for text in (
        '{"type":"typing","type":"typing"}',
        '{"type":"heartbeat","number":1,"x":{"a":1,"a":1}}',
    ):
        assert refused(text).code == "not_json"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "9" * 5_000])
def test_numbers_that_json_does_not_have(number: str) -> None:
    assert refused(f'{{"type":"heartbeat","number":{number}}}').code == "not_json"


@pytest.mark.parametrize("data", [[], [COMMAND], "hello", 1, None, True])
def test_only_objects_are_frames(data: Any) -> None:
    assert code_of(data) == "not_an_object"


@pytest.mark.parametrize("kind", ["shout", "", None, 7, ["typing"], {"type": "typing"}, "\ud800"])
def test_unknown_types(kind: Any) -> None:
    assert code_of({"type": kind}) == "unknown_type"


@pytest.mark.parametrize("version", [0, 2, "1", None, [], 2**40])
def test_another_version_is_told_apart_from_a_defect(version: Any) -> None:
    assert code_of({"type": "hello", "version": version, "since": "spring"}) == "unknown_version"
    assert code_of({"type": "hello"}) == "unknown_version"
    assert code_of({"type": "hello", "version": 1, "since": "spring"}) == "malformed"


def test_no_type() -> None:
    assert code_of({"number": 1}) == "unknown_type"


@pytest.mark.parametrize("example", SENT, ids=lambda example: example["type"])
def test_unknown_fields_are_refused(example: dict[str, Any]) -> None:
    assert code_of(example | {"seat": "therapist"}) == "malformed"


def test_words_may_be_as_long_as_the_bound_in_characters() -> None:
    longest = "🫶" * bounds.TEXT_LENGTH
    assert requests.parse(json.dumps(COMMAND | {"words": longest})).words == longest


def test_too_long_words_are_refused_by_a_code_of_their_own_and_to_their_command() -> None:
    problem = refused(json.dumps(COMMAND | {"words": "a" * (bounds.TEXT_LENGTH + 1)}))
    assert problem.code == "too_long"
    assert str(problem.id) == ID


@pytest.mark.parametrize("id", ["", "1", ID[:-1], ID + "0", 7, None, {}, "\ud800"])
def test_ids_are_uuids(id: Any) -> None:
    problem = refused(json.dumps(COMMAND | {"id": id}))
    assert (problem.code, problem.id) == ("malformed", None)


def test_a_refusal_finds_its_command_where_the_id_can_be_read() -> None:
    assert str(refused(json.dumps(COMMAND | {"moment": "soon"})).id) == ID


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 32_000,
        '{"type":' * 3_600 + "1" + "}" * 3_600,
        '{"words":' * 900 + "1" + "}" * 900,
        '{"type":"typing",' + ",".join(f'"{at}":{at}' for at in range(2_500)) + "}",
    ],
    ids=["arrays", "types", "words", "fields"],
)
def test_bombs(bomb: str) -> None:
    assert len(bomb) <= bounds.FRAME_BYTES
    refused(bomb)


@pytest.mark.parametrize("number", [-1, 2**31, 2**63, 10**400, 1.5, "7", True, None])
@pytest.mark.parametrize(
    "frame",
    [
        {"type": "hello", "version": 1, "number": 0},
        {"type": "heartbeat", "number": 0},
        {"type": "resync", "after": 0},
        {"type": "earlier", "before": 1},
        {"type": "draft", "moment": 0, "move": "send", "words": "", "revision": 0},
    ],
    ids=lambda frame: frame["type"],
)
def test_numbers_are_what_the_database_can_count(frame: dict[str, Any], number: Any) -> None:
    for name, value in frame.items():
        if isinstance(value, int) and name != "version":
            assert code_of(frame | {name: number}) == "malformed"


def test_infinity_by_overflow() -> None:
    assert refused('{"type":"heartbeat","number":1e999}').code == "malformed"
    assert refused(f'{{"type":"command","id":"{ID}","name":"a","time":1e999}}').code == "malformed"


@pytest.mark.parametrize("broken", ["\ud800", "a\udfff", "\udfff\ud800"])
def test_lone_surrogates_never_get_as_far_as_utf_8(broken: str) -> None:
    """Words go without them: a whole turn is not to be lost for half an emoji."""
    for name in ("name", "to", "time"):
        assert code_of(COMMAND | {name: broken}) == "malformed"
    taken = requests.parse(json.dumps(COMMAND | {"words": broken}))
    assert taken.words == broken.replace("\ud800", "").replace("\udfff", "")


def test_a_pair_of_surrogates_is_one_character() -> None:
    text = json.dumps(COMMAND | {"words": "🫶"})
    assert "\\ud83e\\udef6" in text
    assert requests.parse(text).words == "🫶"


@pytest.mark.parametrize("name", ["se\x00nd", "\x00", "", "Send", "a b", "send\n", "a" * 41, "ä"])
def test_names_are_plain(name: str) -> None:
    assert code_of(COMMAND | {"name": name}) == "malformed"
    draft = {"type": "draft", "moment": 0, "move": name, "words": "", "revision": 0}
    assert code_of(draft) == "malformed"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ta\tb", "\ta\tb"),
        ("\x01\x08\x1f\x7f\x80\x9f", ""),
        ("\x0b\x85\u2028", "\n\n\n"),
        ("\xa0\u200d", "\xa0\u200d"),
        ("\u202ea\u202c\u2067\ufeff", "a"),
    ],
)
def test_control_characters_are_taken_out_of_words(written: str, kept: str) -> None:
    draft = {"type": "draft", "moment": 0, "move": "send", "revision": 0}
    for frame in (COMMAND, draft):
        assert requests.parse(json.dumps(frame | {"words": written})).words == kept


def test_any_words_can_be_sealed() -> None:
    key = bytes(32)
    for words in ("\t\n", "\u200f", "🫶", "e\u0301", "\uffff"):
        frame = requests.parse(json.dumps(COMMAND | {"words": words}))
        assert vault.unseal(key, vault.seal(key, frame.words, 1), 1) == words


@pytest.mark.parametrize("time", ["2026-05-04T20:00:00", "2026-05-04", "tonight", "", {}])
def test_a_time_says_where_it_is_that_time(time: Any) -> None:
    assert code_of(COMMAND | {"time": time}) == "malformed"


# --- anything at all ------------------------------------------------------------------------

SECRET = "SchneeglöckchenImWald"
any_text = st.text(st.characters(exclude_categories=()), max_size=30)
any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | any_text
    | st.sampled_from([SECRET, ID, "first", "2026-05-04T20:00:00Z", 0, 1, 2**31]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
some_field = st.sampled_from(sorted({name for example in SENT for name in example}))


@st.composite
def nearly_frames(draw: st.DrawFn) -> str:
    """A good frame, spoilt: fields changed, added or lost, or the text itself cut."""
    data = draw(st.sampled_from(SENT)) | draw(
        st.dictionaries(some_field | any_text, any_json, max_size=3)
    )
    for name in draw(st.lists(st.sampled_from(sorted(data)), max_size=1)):
        del data[name]
    text = json.dumps(data, ensure_ascii=draw(st.booleans()))
    return text[: draw(st.integers(0, len(text)))] if draw(st.integers(0, 4)) == 0 else text


@given(text=any_text | st.builds(json.dumps, any_json) | nearly_frames())
def test_whatever_comes_is_a_frame_or_not_understood(text: str) -> None:
    frame = parsed(text)
    if isinstance(frame, requests.NotUnderstood):
        assert frame.code in refusals.MESSAGES
        return
    assert isinstance(frame, frames.Frame)
    for _name, value in frame:
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value
        if isinstance(value, int):
            assert -1 <= value < 2**31
        if isinstance(value, datetime):
            assert value.tzinfo


@given(text=nearly_frames().map(lambda text: text.replace("I ", SECRET)) | st.just(SECRET))
def test_what_was_not_understood_is_repeated_nowhere(text: str) -> None:
    problem = parsed(text)
    if isinstance(problem, requests.NotUnderstood):
        assert problem.__cause__ is None
        assert problem.__context__ is None
        assert problem.args == (problem.code,)
        assert vars(problem).keys() == {"code", "id"}
        assert SECRET not in "".join(traceback.format_exception(problem))
