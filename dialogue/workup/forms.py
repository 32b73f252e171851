"""The steps of a workup, each a form that keeps what it holds. Everything may be left open."""

import zlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import LineField, LinesField, NameField, TextField
from dialogue.workup import service as workup
from dialogue.workup.service import CAREGIVERS, SIDES, Content, Side, Trait

NAME, TRAIT, PHRASE, HOME = 40, 60, 100, 6000  # letters, at most
TRAITS, PHRASES = 12, 6  # in one field, at most


class StepForm(forms.Form):
    """What another tab has added meanwhile was not on the page that is sent: it stays as it is."""

    use_required_attribute = False

    def __init__(self, content: Content, data: Any = None) -> None:
        super().__init__(data)
        self.content = content
        self.build()

    def build(self) -> None:
        """Add the fields that depend on what is written already."""

    def was_shown(self, name: str) -> bool:
        return name in self.data

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        raise NotImplementedError


class HomeForm(StepForm):
    home = TextField(
        label=_("What you saw, if you’d like to write it down"),
        max_length=HOME,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )

    def build(self) -> None:
        self.initial["home"] = self.content.home

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        workup.keep(person_id=person_id, workup_id=workup_id, home=self.cleaned_data["home"])


class CaregiversForm(StepForm):
    def build(self) -> None:
        for number in range(CAREGIVERS):
            self.fields[f"name_{number}"] = NameField(
                label=gettext("Person %(n)s") % {"n": number + 1},
                max_length=NAME,
                required=False,
                initial=self.content.caregivers.get(number, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        names = {number: self.cleaned_data[f"name_{number}"] for number in range(CAREGIVERS)}
        caregivers = {number: name for number, name in names.items() if name}
        workup.keep(person_id=person_id, workup_id=workup_id, caregivers=caregivers)


class TraitsForm(StepForm):
    def build(self) -> None:
        labels = {
            "positive": gettext("What was good about being with them"),
            "negative": gettext("What was hard about being with them"),
        }
        for number in self.content.caregivers:
            for side in SIDES:
                texts = tuple(trait.text for trait in self.content.of(side, number))
                self.fields[f"{side}_{number}"] = LinesField(
                    label=labels[side], most=TRAITS, longest=TRAIT, rows=4, initial=texts
                )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (name, [self[f"{side}_{number}"] for side in SIDES])
            for number, name in sorted(self.content.caregivers.items())
        ]

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        lines = [
            (number, side, self.cleaned_data[f"{side}_{number}"])
            for number in self.content.caregivers
            for side in SIDES
            if self.was_shown(f"{side}_{number}")
        ]
        workup.keep_traits(person_id=person_id, workup_id=workup_id, lines=lines)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    trait: Trait
    caregiver: str
    mark: forms.BoundField
    theirs: forms.BoundField | None = None


class _EachTrait(StepForm):
    """A mark for each trait. Named by the words of the trait, so that a form which lay open in
    another tab marks what it showed. Each is sent, also when it is not on."""

    def rows(self, side: Side) -> list[Row]:
        raise NotImplementedError

    @property
    def groups(self) -> list[tuple[Side, list[Row]]]:
        return [(side, self.rows(side)) for side in SIDES if self.content.of(side)]

    def _check(self, name: str, trait: Trait, on: bool) -> None:
        self.fields[f"{name}_{_code(trait)}"] = forms.BooleanField(
            label=trait.text, required=False, initial=on
        )

    def _marks(self, name: str) -> dict[Trait, bool]:
        names = {trait: f"{name}_{_code(trait)}" for trait in self.content.traits}
        return {
            trait: self.cleaned_data[one] for trait, one in names.items() if self.was_shown(one)
        }


class StrongestForm(_EachTrait):
    def build(self) -> None:
        for trait in self.content.traits:
            self._check("strong", trait, trait.strong)

    def rows(self, side: Side) -> list[Row]:
        names = self.content.caregivers
        return [
            Row(trait, names[trait.caregiver], self[f"strong_{_code(trait)}"])
            for trait in self.content.of(side)
        ]

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        marks = {trait.key: on for trait, on in self._marks("strong").items()}
        workup.mark_strongest(person_id=person_id, workup_id=workup_id, marks=marks)


def _phrases(question: Any, completes: Any) -> LinesField:
    return LinesField(label=question, help_text=completes, most=PHRASES, longest=PHRASE, rows=3)


class NeedsForm(StepForm):
    wanted = _phrases(
        _("What did you want and never get?"),
        _("Completes “I wish they would give me …”"),
    )
    felt = _phrases(
        _("When you didn’t get it, what did you feel?"),
        _("Completes “When they don’t, I feel …”"),
    )
    did = _phrases(
        _("And what did you do then?"),
        _("Completes “And then I usually …”"),
    )

    def build(self) -> None:
        self.initial.update({name: getattr(self.content, name) for name in self.fields})

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        workup.keep(person_id=person_id, workup_id=workup_id, **self.cleaned_data)


class PartnerForm(_EachTrait):
    partner = NameField(
        label=_("Who are you thinking of?"),
        help_text=_("Your partner now, or a former one. A name is enough."),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    positive = LinesField(
        label=_("What’s good about being with them"),
        help_text=_(
            "One on each line. What you wrote about a caregiver in the same words is marked below."
        ),
        most=TRAITS,
        longest=TRAIT,
        rows=4,
    )
    negative = LinesField(
        label=_("What’s hard about being with them"), most=TRAITS, longest=TRAIT, rows=4
    )

    @property
    def profile(self) -> list[forms.BoundField]:
        return [self[side] for side in SIDES]

    def build(self) -> None:
        self.initial["partner"] = self.content.partner
        self.initial.update({side: self.content.of_partner(side) for side in SIDES})
        for trait in self.content.traits:
            self._check("shared", trait, trait.shared)
            self.fields[f"theirs_{_code(trait)}"] = LineField(
                label=gettext("What they’re like, in other words"),
                max_length=TRAIT,
                required=False,
                initial=trait.theirs,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def rows(self, side: Side) -> list[Row]:
        found = []
        for trait in self.content.of(side):
            mark, theirs = self[f"shared_{_code(trait)}"], self[f"theirs_{_code(trait)}"]
            found.append(Row(trait, self.content.caregivers[trait.caregiver], mark, theirs))
        return found

    def keep(self, *, person_id: int, workup_id: UUID) -> None:
        given = self.cleaned_data
        # What was written beside a mark stays, also while the mark is off.
        links = {
            trait.key: (on, given[f"theirs_{_code(trait)}"])
            for trait, on in self._marks("shared").items()
        }
        profile = {side: given[side] for side in SIDES if self.was_shown(side)}
        workup.link_partner(
            person_id=person_id,
            workup_id=workup_id,
            partner=given["partner"],
            links=links,
            profile=profile,
        )


STEPS: dict[str, type[StepForm]] = {
    "home": HomeForm,
    "caregivers": CaregiversForm,
    "traits": TraitsForm,
    "strongest": StrongestForm,
    "needs": NeedsForm,
    "partner": PartnerForm,
}


def first_open(content: Content) -> str:
    """The first step at which nothing is written yet; none once all are begun. The imagery may be
    left out, and is where everything begins."""
    begun = {
        "home": bool(content.home or content.caregivers),
        "caregivers": bool(content.caregivers),
        "traits": bool(content.traits),
        "strongest": any(trait.strong for trait in content.traits),
        "needs": bool(content.wanted or content.felt or content.did),
        "partner": bool(content.partner or any(trait.shared for trait in content.traits)),
    }
    return next((step for step, done in begun.items() if not done), "")


def _code(trait: Trait) -> str:
    return f"{zlib.crc32(trait.key.encode()):08x}"
