"""When to meet: by one press, or any other time, on the person's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import dates, formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dialogue import clocks
from dialogue.appointments import service as times
from dialogue.base.forms import MomentField
from dialogue.base.names import couple_names
from dialogue.models import Couple, Person

_HOURS = ((9, 0), (12, 30), (18, 0), (20, 0))


_OTHER = "other"


_LENGTHS = (30, 45, 60, 90)


class _Slots(forms.ChoiceField):
    """The offered times move on with the clock; one that was offered when the page was made is good
    for as long as it lies ahead."""

    def valid_value(self, value: Any) -> bool:
        return value == _OTHER or instant(value) is not None


class TimeForm(forms.Form):
    """When: within 24 hours by one press, or any other time. In the person's own time zone."""

    slot = _Slots(
        label=_("When?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("Choose a time."),
        },
    )
    at = MomentField(
        label=_("Another time"),
        required=False,
        error_messages={"invalid": _("Enter a date and a time.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soon = _soon()
        slot = cast(forms.ChoiceField, self.fields["slot"])
        # What was offered when the page was made, and chosen, stays to be seen where it is shown again.
        chosen = instant(self.data.get(self.add_prefix("slot"), ""))
        offered = sorted({*soon, *([timezone.localtime(chosen)] if chosen else [])})
        slot.choices = [(_value(at), _day_and_time(at)) for at in offered] + [
            (_OTHER, gettext("Another time, as below"))
        ]
        evening = [at for at in soon if at.hour >= 18]
        slot.initial = _value((evening or soon)[0])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        field = "at" if given.get("slot") == _OTHER else "slot"
        if field == "at" and not given.get("at") and "at" not in self.errors:
            self.add_error("at", gettext("Enter a date and a time."))
        begins_at = given.get("at") if field == "at" else instant(given.get("slot", ""))
        if begins_at and begins_at <= timezone.now():
            self.add_error(field, gettext("That time has passed. Choose a later one."))
        elif begins_at and begins_at > timezone.now() + timedelta(days=times.FURTHEST_DAYS):
            self.add_error(field, gettext("Choose a time within a year."))
        given["begins_at"] = begins_at
        return given


class ProposeForm(TimeForm):
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int, initial=60)
    weekly = forms.BooleanField(label=_("Every week at this time"), required=False, initial=False)
    with_therapist = forms.BooleanField(required=False)
    couple_id = forms.ChoiceField(label=_("Who with?"))

    field_order = ("couple_id", "slot", "at", "minutes", "weekly", "with_therapist")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes = cast(forms.ChoiceField, self.fields["minutes"])
        minutes.choices = [
            (number, ngettext("%d minute", "%d minutes", number) % number) for number in _LENGTHS
        ]
        if person.role == Person.Role.THERAPIST:
            del self.fields["with_therapist"]
            couple_id = cast(forms.ChoiceField, self.fields["couple_id"])
            couple_id.choices = [
                (str(couple.pk), couple_names(couple))
                for couple in person.couples_in_care.going_on().prefetch_related("partners__person")
            ]
            return
        del self.fields["couple_id"]
        couple = Couple.objects.current_of(person.pk)
        therapist = couple.therapist if couple else None
        if therapist is None:
            del self.fields["with_therapist"]
        else:
            self.fields["with_therapist"].label = gettext("With %(name)s.") % {
                "name": therapist.name
            }


class RhythmForm(forms.Form):
    """A weekly time for the two: a day and an hour, on the clock of who suggests it."""

    MINUTES = 30

    weekday = forms.TypedChoiceField(label=_("Day"), coerce=int, initial=6)
    at = forms.TypedChoiceField(label=_("Time"), coerce=time.fromisoformat, initial="20:00")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weekday, at = (cast(forms.ChoiceField, self.fields[name]) for name in ("weekday", "at"))
        weekday.choices = [(number, str(name)) for number, name in dates.WEEKDAYS.items()]
        halves = [time(hour, minute) for hour in range(7, 23) for minute in (0, 30)]
        at.choices = [(f"{one:%H:%M}", formats.time_format(one, "TIME_FORMAT")) for one in halves]

    @property
    def begins_at(self) -> datetime:
        """The first one that is ahead."""
        now, zone = timezone.now(), timezone.get_current_timezone()
        day = timezone.localdate()
        day += timedelta(days=(self.cleaned_data["weekday"] - day.weekday()) % 7)
        at = clocks.instant(datetime.combine(day, self.cleaned_data["at"]), zone)
        if at > now:
            return at
        later = datetime.combine(day + timedelta(days=7), self.cleaned_data["at"])
        return clocks.instant(later, zone)


def _soon() -> list[datetime]:
    """The usual hours within the next 24, on the person's clock."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    today = timezone.localdate()
    walls = [
        datetime.combine(day, time(hour, minute))
        for day in (today, today + timedelta(days=1))
        for hour, minute in _HOURS
    ]
    offered = [clocks.instant(wall, zone) for wall in walls if not clocks.is_skipped(wall, zone)]
    soon = [at for at in offered if timedelta(minutes=30) <= at - now <= timedelta(hours=24)]
    return [timezone.localtime(at) for at in soon]


def _day_and_time(at: datetime) -> str:
    """With its date: by the time that it is pressed, "tomorrow" may be today."""
    said = {"day": day(at), "time": formats.date_format(at, "TIME_FORMAT")}
    ahead = (at.date() - timezone.localdate()).days
    if ahead == 0:
        return gettext("Today, %(day)s, %(time)s") % said
    if ahead == 1:
        return gettext("Tomorrow, %(day)s, %(time)s") % said
    return gettext("%(day)s, %(time)s") % said


def day(at: date) -> str:
    return f"{formats.date_format(at, 'l')}, {formats.date_format(at, 'MONTH_DAY_FORMAT')}"


def _value(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")


def instant(value: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
