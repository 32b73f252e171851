"""What a therapist writes into a record. Bounds are wide: nobody is cut off in the middle of a note."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import TextField
from dialogue.records.course import SESSIONS
from dialogue.records.notes import LENGTH, TEMPLATES
from dialogue.records.tasks import WHO

MOST_SESSIONS = 40
MOST_YEARS = 50  # to the last session of a course, back or ahead


def titles() -> dict[str, str]:
    """Of the templates of notes."""
    return {
        "session": gettext("Session"),
        "free": gettext("Free note"),
        "first": gettext("First session of a course"),
        "follow_up": gettext("Follow-up"),
    }


def labels() -> dict[str, str]:
    """Of the fields of all templates."""
    return {
        "brought": gettext("What they brought"),
        "did": gettext("What we did"),
        "saw": gettext("What I saw"),
        "plan": gettext("Plan"),
        "text": gettext("Note"),
        "brings": gettext("What brings them, in the words of each"),
        "hopes": gettext("What each of them hopes for"),
        "history": gettext("Their story together"),
        "safety": gettext("Safety, and any reasons against working together now"),
        "agreed": gettext("What we agreed: sessions, secrets, emergencies"),
        "since": gettext("How it has been since"),
        "stayed": gettext("What has stayed, and what has gone"),
        "next": gettext("What they’ll keep doing"),
    }


def _text(label: Any, *, rows: int = 3, required: bool = False, **more: Any) -> TextField:
    too_long = _("Use %(limit_value)d characters or fewer.")
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    errors = {"max_length": too_long, "required": _("Write something first.")}
    return TextField(
        label=label,
        required=required,
        max_length=LENGTH,
        widget=widget,
        error_messages=errors,
        **more,
    )


def _day(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    wrong = _("Enter a date.")
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": wrong, "required": wrong},
        **more,
    )


class Revised(forms.Form):
    """Says which revision was read, so that two tabs do not write over each other."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def over(self, revision: int) -> None:
        """What is written here stays; saved once more, it replaces what was kept elsewhere."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("revision")] = str(revision)  # type: ignore[index]


class CourseForm(Revised):
    goals = _text(_("Their goals, in their words"))
    planned = forms.IntegerField(
        label=_("Sessions planned"),
        help_text=_("Eight is typical, sometimes ten to twelve."),
        min_value=1,
        max_value=MOST_SESSIONS,
        initial=SESSIONS,
        error_messages={
            "required": _("Enter a number from 1 to 40."),
            "invalid": _("Enter a number from 1 to 40."),
            "min_value": _("Enter a number from 1 to 40."),
            "max_value": _("Enter a number from 1 to 40."),
        },
    )
    last_on = _day(
        _("Day of the last session"),
        help_text=_("Follow-ups after one, three and six months are counted from this day."),
    )

    def clean_last_on(self) -> date | None:
        last_on: date | None = self.cleaned_data["last_on"]
        if last_on and abs(last_on.year - timezone.localdate().year) > MOST_YEARS:
            raise forms.ValidationError(gettext("That day is too far away."), code="too_far")
        return last_on


class AgendaForm(Revised):
    agenda = _text(_("For the next session"))


class AboutForm(Revised):
    text = _text(_("What applies to the whole course"), rows=6)


class TaskForm(forms.Form):
    what = TextField(
        label=_("What"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Write what the homework is."),
            "max_length": _("Use %(limit_value)d characters or fewer."),
        },
    )
    who = forms.ChoiceField(label=_("Who"), initial="both", widget=forms.RadioSelect)
    until = _day(_("Until when"))
    share = forms.BooleanField(
        label=_("Share it. They can both read it, no matter who it’s for."), required=False
    )

    def __init__(self, *args: Any, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [(one, names.get(one, gettext("Both"))) for one in WHO]


class BeginForm(forms.Form):
    """A note for a meeting that was not a dialogue here."""

    template = forms.ChoiceField(label=_("Kind of note"))
    met_on = _day(_("Day of the meeting"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, forms.ChoiceField)
        template.choices = [(one, titles()[one]) for one in TEMPLATES]
        self.fields["met_on"].initial = timezone.localdate()

    def clean_met_on(self) -> date:
        return _held(self.cleaned_data["met_on"])


class NoteForm(Revised):
    """The fields of one template."""

    met_on = _day(_("Day of the meeting"), required=True)

    def __init__(self, *args: Any, template: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = TEMPLATES[template]
        for name in self.names:
            self.fields[name] = _text(labels()[name], rows=12 if name == "text" else 4)

    def clean_met_on(self) -> date:
        return _held(self.cleaned_data["met_on"])

    def content(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names}


class AdditionForm(forms.Form):
    words = _text(_("Add to it"), required=True)


class StartForm(forms.Form):
    """Of one partner, at the start of a remote session."""

    where = _text(
        _("Where are you now?"), rows=2, help_text=_("An address where help could find you.")
    )
    contact = _text(
        _("Who can I reach, and how?"),
        rows=2,
        help_text=_("Their own number, and the number of someone close to them."),
    )
    risk = _text(_("Any risk I see today"), rows=2)


def _held(day: date) -> date:
    if day > timezone.localdate() + timedelta(days=1):  # it may be tomorrow where they are
        raise forms.ValidationError(gettext("That day is in the future."), code="too_early")
    return day
