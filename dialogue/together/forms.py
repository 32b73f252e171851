"""What the two write for each other: sentences of a vision, and what each feels loved by."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import READ_BY_PARTNER, LineField, LinesField
from dialogue.together.caring_behaviors import LISTS, List, Wish
from dialogue.together.vision import RANKS, Say, Sentence

SENTENCE, SENTENCES = 140, 12  # letters; and lines of one partner's first sheet
WISH, WISHES = 120, 12  # letters; and lines of each list


class ReadLinesField(LinesField):
    """Lines that the partner will read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= READ_BY_PARTNER


class VisionForm(forms.Form):
    use_required_attribute = False
    sentences = ReadLinesField(
        label=_("Our relationship at its best"),
        help_text=_(
            "One short sentence per line, as if it were already true: “We laugh every "
            "day.” “We decide about money together.” “We sleep with the window open.”"
        ),
        most=SENTENCES,
        longest=SENTENCE,
        rows=8,
    )


class SentenceForm(forms.Form):
    """Another one, later."""

    use_required_attribute = False
    text = LineField(
        label=_("Another sentence, as if it were already true"),
        max_length=SENTENCE,
        widget=forms.TextInput(attrs={"autocomplete": "off"} | READ_BY_PARTNER),
        error_messages={"required": _("Write a sentence first.")},
    )


class AnswerForm(forms.Form):
    """What one says of each sentence. The fields are named by the words, too: an answer to words
    that were changed meanwhile is none."""

    use_required_attribute = False

    def __init__(self, sentences: Iterable[Sentence], seat: str, data: Any = None) -> None:
        super().__init__(data)
        # What is not answered yet comes first, and then what the partner wrote.
        self.sentences = sorted(
            sentences, key=lambda one: (seat in one.shared, one.seat == seat, one.id)
        )
        self.seat = seat
        for one in self.sentences:
            self._build(one)

    def _build(self, one: Sentence) -> None:
        mine = one.seat == self.seat
        self.fields[_name("shared", one)] = forms.ChoiceField(
            label=gettext("Do you still want this?")
            if mine
            else gettext("Is this true for you, too?"),
            choices=[("yes", gettext("Yes, ours")), ("no", gettext("Not mine, set it aside"))],
            required=False,
            initial=_SAID[one.shared.get(self.seat)],
            widget=forms.RadioSelect,
        )
        self.fields[_name("rank", one)] = _rank_field(
            gettext("How important is it to you?"), one.ranks.get(self.seat, 0)
        )
        self.fields[_name("hard", one)] = forms.ChoiceField(
            label=gettext("Is it hard for the two of you right now?"),
            choices=[("yes", gettext("Hard for us")), ("no", gettext("Not hard"))],
            required=False,
            initial=_SAID[one.hard.get(self.seat)],
            widget=forms.RadioSelect,
        )
        if mine:
            self.fields[_name("text", one)] = LineField(
                label=gettext("The new wording"),
                max_length=SENTENCE,
                required=False,
                initial=one.text,
                widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"} | READ_BY_PARTNER),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "sentence": one,
                "shared": self[_name("shared", one)],
                "rank": self[_name("rank", one)],
                "hard": self[_name("hard", one)],
                "text": self[_name("text", one)] if one.seat == self.seat else None,
            }
            for one in self.sentences
        ]

    def says(self) -> dict[int, Say]:
        given = self.cleaned_data
        return {
            one.id: Say(
                shared=_MEANT.get(given[_name("shared", one)]),
                rank=int(given[_name("rank", one)] or 0) or None,
                hard=_MEANT.get(given[_name("hard", one)]),
                text=given.get(_name("text", one), ""),
                of=one.text,
            )
            for one in self.sentences
        }


class ListsForm(forms.Form):
    use_required_attribute = False

    def __init__(self, wishes: Iterable[Wish], data: Any = None) -> None:
        super().__init__(data)
        labels = {
            "now": gettext("… what you already do"),
            "past": gettext("… what you used to do"),
            "wish": gettext("… what I have always wanted"),
        }
        for name in LISTS:
            texts = tuple(one.text for one in wishes if one.list == name)
            self.fields[name] = ReadLinesField(
                label=labels[name], most=WISHES, longest=WISH, rows=4, initial=texts
            )

    def lists(self) -> Mapping[List, tuple[str, ...]]:
        return {name: self.cleaned_data[name] for name in LISTS}


class RatesForm(forms.Form):
    use_required_attribute = False

    def __init__(self, wishes: Iterable[Wish], data: Any = None) -> None:
        super().__init__(data)
        self.wishes = list(wishes)
        for one in self.wishes:
            label = gettext("How important is it to you?")
            self.fields[f"rank_{code(one)}"] = _rank_field(label, one.rank)

    @property
    def rows(self) -> list[tuple[Wish, forms.BoundField]]:
        return [(one, self[f"rank_{code(one)}"]) for one in self.wishes]

    def ranks(self) -> dict[str, int]:
        return {one.key: int(self.cleaned_data[f"rank_{code(one)}"] or 0) for one in self.wishes}


def by_code(wishes: Iterable[Wish], found: str) -> Wish | None:
    return next((one for one in wishes if code(one) == found), None)


def code(wish: Wish) -> str:
    return f"{zlib.crc32(wish.key.encode()):08x}"


def _name(what: str, one: Sentence) -> str:
    return f"{what}_{one.id}_{zlib.crc32(one.text.encode()):08x}"


_SAID = {None: "", True: "yes", False: "no"}
_MEANT = {"yes": True, "no": False}
_RANKS = {1: _("Less"), 2: _("Somewhat"), 3: _("Important"), 4: _("Very"), 5: _("Most of all")}


def _rank_field(label: str, rank: int) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(str(number), _RANKS[number]) for number in RANKS],
        required=False,
        initial=str(rank or ""),
        widget=forms.RadioSelect,
    )
