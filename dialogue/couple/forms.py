"""What a therapist says of themselves to couples who look for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import ModelForm
from dialogue.models import Practice


class PracticeForm(ModelForm):
    class Meta:
        model = Practice
        fields = ("about", "languages", "times", "secrets", "keeps_safety_apart", "takes_couples")
        labels = {  # noqa: RUF012
            "about": _("About you and how you work"),
            "languages": _("Languages"),
            "times": _("Times"),
            "secrets": _("What one partner tells you alone"),
            "keeps_safety_apart": _("Safety isn’t part of any agreement about secrets"),
            "takes_couples": _("List me for couples here who are looking for a therapist"),
        }
        help_texts = {  # noqa: RUF012
            "times": _("When couples can usually meet you, for example weekday evenings."),
            "secrets": _(
                "Both partners read this before they agree to work with you. There’s no default."
            ),
            "keeps_safety_apart": _(
                "I never tell the other partner what one of them answered about "
                "safety, or that they felt unsafe. Partners can only tell you "
                "something alone if you confirm this."
            ),
            "takes_couples": _("If you don’t, only people who have your code can find you."),
        }
        widgets = {  # noqa: RUF012
            "about": forms.Textarea(attrs={"rows": 4}),
            "secrets": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secrets"] = forms.ChoiceField(
            label=self.fields["secrets"].label,
            help_text=self.fields["secrets"].help_text,
            choices=Practice.Secrets.choices,
            widget=forms.RadioSelect,
        )
