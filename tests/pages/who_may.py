"""Every address there is, by who may come to it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# A new address must be named here, by who may come.
ANYBODY = {
    "home",
    "leave",
    "whose_login",
    "safety",
    "rights",
    "findings",
    "before",
    "before_page",
    "before_example",
    "security_txt",
    "change_password_here",
    "invitation",
    "no_thanks",
    "subscription",
    "stories",
    "first_evening",
    "story",
    "story_step",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "mfa_authenticate",
    "mfa_login_webauthn",
}

SIGNED_IN = {
    "discard_unsaved",
    "profile",
    "time_zone",
    "path",
    "course",
    "course_questions",
    "side",
    "rest",
    "accesses",
    "sessions",
    "board",
    "pulses",
    "pulses_file",
    "progress",
    "progress_file",
    "doctor_file",
    "share_measures",
    "partner_progress",
    "answer_measure",
    "start",
    "invite",
    "revoke_invitation",
    "confirm_partner",
    "take_back_yes",
    "leave_couple",
    "gifts",
    "today",
    "us",
    "own_words",
    "look",
    "picture",
    "suggest_rhythm",
    "brought_file",
    "copies",
    "guesses",
    "consent_forms",
    "intake",
    "to_sign",
    "caseload",
    "homework",
    *(f"copy_{whose}_{kind}" for whose in ("mine", "ours") for kind in ("json", "md", "pdf")),
    "therapist",
    "practice",
    "records",
    "new_code",
    "appointments",
    "calendar",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "usersessions_list",
    "second_factor",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "workup_rest",
    "workups",
    "workups_beside",
    "workups_file",
    "shown_to_me",
    "vision",
    "earlier_visions",
    "earlier_vision",
    "caring",
}

THE_TWO = {"room", "transcript", "timeline"}  # and their therapist

CONCERNED = {  # an appointment, a care or a gift, found by its number
    "gift",
    "agree_to_therapist",
    "end_with_therapist",
    "answer_appointment",
    "move_appointment",
    "cancel_appointment",
    "skip_appointment",
    "bring_back_appointment",
    "appointment_file",
}

THEIR_THERAPIST = {
    "joint_work",
    "couple_progress",
    "glance",
    "couple_forms",
    "read_intake",
    "read_together",
    "record",
    "partner_record",
    "session_start",
    "erase_record",
    "note",
    "note_draft",
}

OWN = {
    *("workup", "workup_step", "show_part", "erase_workup"),
    *("consent_form", "signed_copy"),
    "design",  # the page of all parts, for staff
}  # of one person, and of nobody else

EACH_ALONE = {
    "pulse",
    "pulse_saved",
    "one_phone",
    "takeaway",
    "pick_feelings",
    "sign_form",
}  # one of the two, and not their therapist either


def addresses(
    patterns: Any = None, namespace: str = "", before: str = "/"
) -> Iterator[tuple[str, str, str]]:
    """Every address: its namespace, its name and its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield namespace, pattern.name or "", route


OURS = sorted({name for namespace, name, _route in addresses() if not namespace})
