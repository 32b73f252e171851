"""What Ann may answer, and all that can be seen of each answer, in a world that is as it was before."""

import re
from datetime import datetime
from itertools import product
from operator import mul

from django.apps import apps
from django.db import connection

from dialogue.safety.screening import QUESTIONS

# What the database is asked with, and what changes in that by itself.
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")

SAVEPOINT = re.compile(r"s\d+_x\d+")

# Each question answered yes or no, or left out; and none asked at all. Of nine questions that would be
# 19,683 ways, so the last two answers follow from the seven before: 2,187 ways, in which any five
# questions stand in every combination (an orthogonal array of strength five; a test counts).
SKIPPED = {"act": "skip"}

CHECKS = ((0, 0, 1, 1, 1, 1, 1), (1, 1, 0, 1, 1, 2, 2))


def spread(given):
    """All nine, by the seven: each check answer is their sum, weighted, modulo three; and two more, so
    that yes to everything is one of the ways."""
    sums = ((2 + sum(map(mul, weights, given))) % 3 for weights in CHECKS)
    return (*given, *sums)


WAYS = [spread(given) for given in product(range(3), repeat=len(QUESTIONS) - len(CHECKS))]


def as_form(ways):
    words = ((name, ("", "yes", "no")[one]) for name, one in zip(QUESTIONS, ways, strict=True))
    return {"act": "look"} | {name: one for name, one in words if one}


ALL = [as_form(ways) for ways in WAYS]

ALL_YES = {"act": "look"} | dict.fromkeys(QUESTIONS, "yes")

ALL_NO = {"act": "look"} | dict.fromkeys(QUESTIONS, "no")

NONE = {"act": "look"}

SINGLE = [{"act": "look", name: one} for name in QUESTIONS for one in ("yes", "no")]

SOME = [SKIPPED, NONE, *SINGLE, ALL_YES, ALL_NO, ALL[300], ALL[1500]]

# None asked; one alone, that is a worry and that is not; all; and a mixture.
EVERYWHERE = [SKIPPED, SINGLE[0], SINGLE[10], ALL_YES, ALL[300]]


def tables():
    """All that the database shows to whoever can read it: rows, but for times and sealed bytes,
    whose sizes count."""

    def shown(value):
        if isinstance(value, bytes | memoryview):
            return len(bytes(value))
        return "a time" if isinstance(value, datetime) else value

    return {
        model._meta.label: [
            {name: shown(value) for name, value in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def assert_alike(runs):
    first, *others = runs
    for other in others:
        assert other == first


def asked_of_the_database(run):
    """Every statement with what it is given, in order, but for times, names of savepoints, and
    bytes, whose sizes count."""
    asked = []

    def shown(value):
        if isinstance(value, bytes | memoryview):
            return len(bytes(value))
        is_time = isinstance(value, datetime) or (isinstance(value, str) and TIME.match(value))
        return "a time" if is_time else value

    def note(execute, sql, given, many, context):
        asked.append((SAVEPOINT.sub("·", sql), many, [shown(one) for one in given or ()]))
        return execute(sql, given, many, context)

    with connection.execute_wrapper(note):
        run()
    return asked


def answers_in(form):
    return {name: one for name, one in form.items() if name != "act"}
