"""Every story, played to its end by the engine, with somebody who makes simple moves."""

from dataclasses import replace

import pytest

from dialogue.engine.allowed import allowed
from dialogue.engine.exercises import OFFERED, exercise
from dialogue.engine.protocol import MINUTES_A_DAY, Exercise, Move
from dialogue.engine.state import Act, Refusal, State
from dialogue.stories import (
    DEMO,
    Line,
    Story,
    StoryError,
    answers,
    play,
    stories_of,
    story,
)

STORIES = [one for id in OFFERED for one in stories_of(id)]
SENDS = {"send", "say_touches", "say_help", "say_desire", "request"}
# What would begin another round, or end before the end.
GOING_ON = {"more", "long", "now", "next", "up", "nothing", "not_today"}
LONGEST = 60


def visitor_s(form: Exercise, state: State, one: Story, likes: tuple[str, ...]) -> Act:
    """The simplest move: what the visitor likes to do, else the main one that goes on to the end."""
    names = allowed(form, state, one.seat)
    moves = [move for name, move in form.steps[state.step].moves.items() if name in names]
    move = min(moves, key=lambda one: _order(one, likes))
    minutes = MINUTES_A_DAY if move.time else None
    words = move.words == "required"
    return Act(one.seat, move.name, moment=state.moment, words=words, minutes=minutes)


def _order(move: Move, likes: tuple[str, ...]) -> tuple[bool, bool, bool]:
    going_on = move.name in GOING_ON or (move.quiet and move.name != "no_more")
    return move.name not in likes, going_on, move.quiet


def asked_once_more(beats: list[play.Beat]) -> bool:
    """Then the visitor gives it back."""
    return any(beat.event.name == "correct" for beat in beats[-2:])


def played(one: Story, *, heard: bool = True, likes: tuple[str, ...] = ()) -> list[play.Beat]:
    form, position = exercise(one.exercise), play.opened(one)
    beats: list[play.Beat] = []
    while not position.state.outcome:
        beats += play.replies(one, position, heard=heard or asked_once_more(beats))
        position = beats[-1].position if beats else position
        if position.state.outcome:
            break
        beat = play.step(one, position, visitor_s(form, position.state, one, likes))
        assert not isinstance(beat, Refusal), (position.state, beat)
        beats, position = [*beats, beat], beat.position
        assert len(beats) < LONGEST, f"{one.name} does not end"
    return beats


def named(one: Story) -> str:
    return f"{one.exercise}-{one.name}"


@pytest.mark.parametrize("id", OFFERED)
def test_every_exercise_has_three_stories_and_at_least_one_is_hard(id):
    found = stories_of(id)
    assert len(found) >= 3 and "hard" in {one.level for one in found}
    assert {one.visitor for one in found} >= {"sender", "receiver"}, "both seats can be practised"


@pytest.mark.parametrize("one", STORIES, ids=named)
@pytest.mark.parametrize("heard", [True, False])
def test_a_story_comes_to_its_end(one, heard):
    beats = played(one, heard=heard)
    assert beats[-1].position.state.outcome == "completed"
    assert {beat.event.seat for beat in beats} == {"first", "second"}


@pytest.mark.parametrize("one", STORIES, ids=named)
def test_every_line_of_a_story_is_said(one):
    """By a visitor who asks for more and corrects twice, as the stories want it."""
    said: set[Line] = set()
    for likes in ((), ("correct",)):
        for heard in (True, False):
            beats: list[play.Beat] = []
            form, position, corrected = exercise(one.exercise), play.opened(one), 0
            while not position.state.outcome and len(beats) < LONGEST * 2:
                beats += play.replies(one, position, heard=heard or asked_once_more(beats))
                position = beats[-1].position if beats else position
                if position.state.outcome:
                    break
                wish = likes if corrected < 3 else ()
                done = play.step(one, position, visitor_s(form, position.state, one, wish))
                assert isinstance(done, play.Beat)
                corrected += done.event.name == "correct"
                beats, position = [*beats, done], done.position
            said |= {beat.line for beat in beats}
    wanted = set(one.lines) | {line.almost for line in one.lines if line.almost}
    assert not wanted - said


@pytest.mark.parametrize("one", STORIES, ids=named)
def test_what_is_listened_for_is_in_what_was_said(one):
    """Else nobody could give it back."""
    for line in (*one.lines, *(line.almost for line in one.lines if line.almost)):
        for key in line.listen:
            ways = [way.lower() for way in key.split("|")]
            assert any(way in line.words.lower() for way in ways), (line.words, key)
    if one.visitor != "therapist":
        assert all(line.almost.listen for line in one.lines if line.almost)


@pytest.mark.parametrize("one", [one for one in STORIES if one.visitor == "receiver"], ids=named)
def test_a_partner_who_was_not_heard_asks_for_it_and_is_content_when_it_came(one):
    beats = played(one, heard=False)
    checks = [b.event.name for b in beats if b.event.step == "mirror_check"]
    assert "correct" in checks and "got_it" in checks
    pieces = [b.event for b in beats if b.event.step != "mirror_check" and b.event.piece]
    assert checks.count("got_it") == len([e for e in pieces if e.name in SENDS])


@pytest.mark.parametrize("hurt", [True, False], ids=["after an attack", "after too little"])
@pytest.mark.parametrize("one", [one for one in STORIES if one.visitor == "receiver"], ids=named)
def test_no_partner_is_content_as_long_as_nothing_came_back(one, hurt):
    form, position = exercise(one.exercise), play.opened(one)
    said: list[str] = []
    for _ in range(12):
        beats = list(play.replies(one, position, heard=False, hurt=hurt))
        said += [beat.line.words for beat in beats if beat.event.step == "mirror_check"]
        position = beats[-1].position if beats else position
        beat = play.step(one, position, visitor_s(form, position.state, one, ()))
        assert isinstance(beat, play.Beat)
        assert position.state.step != "asking", "got it"
        position = beat.position
    assert said and all(said), "each time they say so in words"
    assert (answers()["landed"].words in said) == hurt


@pytest.mark.parametrize("one", STORIES, ids=named)
def test_a_visitor_may_pause_and_stop_wherever_the_story_stands(one):
    position = play.opened(one)
    paused = play.step(one, position, Act(one.seat, "pause"))
    assert isinstance(paused, play.Beat)
    assert not list(play.replies(one, paused.position, heard=True)), "the partner waits, too"
    resumed = play.step(one, paused.position, Act(one.seat, "resume"))
    assert isinstance(resumed, play.Beat)
    assert resumed.position.state == position.state
    ended = play.step(one, position, Act(one.seat, "end"))
    assert isinstance(ended, play.Beat) and ended.position.state.outcome == "ended_safely"


def test_a_role_is_put_down_also_when_a_story_is_stopped():
    one = story("parent_child", "role")
    position = play.opened(one)
    for name in ("enrol", "end"):
        done = play.step(one, position, Act(one.seat, name, moment=position.state.moment))
        assert isinstance(done, play.Beat)
        position = done.position
    assert position.state.step == "derole" and not position.state.outcome
    assert not list(play.replies(one, position, heard=True)), "it is left to the visitor"
    done = play.step(one, position, Act(one.seat, "derole", moment=position.state.moment))
    assert isinstance(done, play.Beat) and done.position.state.outcome == "ended_safely"


def test_a_place_is_the_same_after_a_journey_through_json():
    for beat in played(story(*DEMO), heard=False):
        assert play.Position.from_json(beat.position.to_json()) == beat.position


def test_a_place_holds_no_words():
    for one in STORIES:
        for beat in played(one):
            assert not any(line.words and line.words in str(beat.position) for line in one.lines)


def test_in_the_hard_stories_the_partner_does_not_mirror_well():
    for id in OFFERED:
        hard = [one for one in stories_of(id) if one.level == "hard" and one.visitor == "sender"]
        manners = {line.manner for one in hard for line in one.lines if line.move == "mirror"}
        assert manners & {"defends", "advises", "half"}, id


def test_a_gift_is_given_until_a_day_or_not_at_all():
    gifts = {}
    for one in stories_of("behavior_change"):
        events = [beat.event for beat in played(one)]
        [chosen] = [event.name for event in events if event.step == "choose"]
        gifts[one.name] = chosen, [event.minutes for event in events if event.step == "commit"]
    assert gifts == {
        "evenings": ("first", [MINUTES_A_DAY]),
        "free": ("none", []),
        "three": ("second", [14 * MINUTES_A_DAY]),
    }


def test_a_story_that_is_not_there_is_not_found():
    for name in (("couples_dialogue", "no"), ("no", "kitchen"), ("common", "kitchen"), ("..", "x")):
        with pytest.raises(KeyError):
            story(*name)


def test_a_story_whose_opening_cannot_be_played_says_where():
    one = story(*DEMO)
    broken = Story(**{name: getattr(one, name) for name in one.__slots__} | {"opening": ("send",)})
    with pytest.raises(StoryError, match=r"kitchen\.opening: send at request"):
        play.opened(broken)


def test_a_therapist_in_training_leads_back_to_mirroring_and_the_next_mirror_is_one():
    one = story("couples_dialogue", "between")
    alone = [beat.event.name for beat in play.replies(one, play.opened(one), heard=False)]
    assert alone[:4] == ["send", "mirror", "correct", "mirror"], "left to themselves"
    [_send, defends, *_] = play.replies(one, play.opened(one), heard=False)
    led = play.step(
        one,
        defends.position,
        Act("therapist", "to_mirroring", moment=defends.position.state.moment),
    )
    assert isinstance(led, play.Beat) and defends.line.manner == "defends"
    after = list(play.replies(one, led.position, heard=False))
    assert [beat.event.name for beat in after[:2]] == ["mirror", "got_it"]
    assert not after[0].line.manner and after[-1].position.state.outcome == "completed"


def test_whatever_a_therapist_does_the_couple_comes_to_an_end():
    one = story("couples_dialogue", "between")
    position = play.opened(one)
    for beat in play.replies(one, position, heard=False):
        form, state = exercise(one.exercise), beat.position.state
        for name in allowed(form, state, "therapist"):
            if name in ("end", "see_hand"):
                continue
            words = name in ("whisper", "offer", "double")
            act = Act("therapist", name, moment=state.moment, words=words)
            to = next(iter(sorted(one.scripted)))
            done = play.step(one, beat.position, replace(act, to=to if words else None))
            if isinstance(done, Refusal):
                continue  # an offer for who does not act, or a pace without seconds
            if name == "pause":
                done = play.step(one, done.position, Act("therapist", "resume"))
                assert isinstance(done, play.Beat)
            ends = list(play.replies(one, done.position, heard=False))
            assert ends[-1].position.state.outcome == "completed", (state.step, name)
