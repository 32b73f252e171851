"""A workup as somebody has written it."""

from dialogue.workup import service as workup
from dialogue.workup.service import Content, Trait
from tests.support.history import slept_on

SECRET = "the cellar stairs"

WARM = Trait(0, "positive", "warm", strong=True, shared=True)

LOUD = Trait(0, "negative", "loud", strong=True, shared=True, theirs="raises his voice")

AWAY = Trait(1, "negative", "never there")

FULL = Content(
    caregivers={0: "Mama", 1: "Opa"},
    traits=(WARM, LOUD, AWAY),
    wanted=("time", "an open door"),
    felt=("alone",),
    did=("went quiet",),
    partner="Ben",
)


def written(person, content=FULL):
    new = workup.begin(person_id=person.pk)
    fields = {name: getattr(content, name) for name in Content.__dataclass_fields__}
    workup.keep(person_id=person.pk, workup_id=new, **fields)
    slept_on(new)
    return new


def send(client, workup_id, step, **form):
    return client.post(f"/workup/{workup_id}/{step}", form)
