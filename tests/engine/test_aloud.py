"""Ann and Ben speak wherever they are; the room holds the form."""

from tests.engine.replay import ARRIVING, Replay


def test_ann_and_ben_say_it_aloud_write_for_a_while_and_speak_again() -> None:
    room = Replay("appreciation").play(*ARRIVING)
    assert room.refuses("Ann: send aloud") == "words_needed"
    room.play(
        "Ben: speak", "Ann: speak", "Ann: send aloud", "Ben: mirror aloud", "Ann: correct aloud"
    )
    assert [event.piece for event in room.log[-3:]] == [1, 1, 2]
    assert all(event.aloud for event in room.log[-3:])
    room.play("Ann: write", "Ben: write")
    assert room.refuses("Ben: mirror aloud") == "words_needed"
    room.play(
        "Ben: mirror", "Ben: speak", "Ann: speak", "Ann: got_it", "Ben: ask_more", "Ann: no_more"
    )
    assert not any(event.aloud for event in room.log[-6:])
    room.play("Ann: thank aloud", "Ben: thank aloud", "Ann: stop")
    assert room.play("Ann: appreciate aloud", "Ben: appreciate aloud").state.outcome == "completed"


def test_aloud_too_nobody_goes_past_a_check_and_thea_leads() -> None:
    room = Replay().play(*ARRIVING, "Thea: speak", "Ann: speak", "Ben: speak", "Ann: send aloud")
    assert room.refuses("Ann: got_it") == room.refuses("Ben: summarize aloud") == "not_now"
    room.play("Ben: mirror aloud", "Thea: to_mirroring", "Ben: mirror aloud", "Thea: to_shorter")
    room.play("Ann: say_it_shorter aloud")
    assert [e.aloud for e in room.log[-4:]] == [False, True, False, True]
    assert room.step == "mirroring"


def test_a_pause_does_not_keep_them_from_turning_to_speaking() -> None:
    room = Replay().play(*ARRIVING, "Ben: pause", "Ann: speak", "Ben: speak")
    assert room.refuses("Ann: send aloud") == "paused"
    assert room.play("Ben: resume", "Ann: send aloud").step == "mirroring"
