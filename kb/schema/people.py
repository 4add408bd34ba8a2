"""The Commission's services, and the people of the field in their public roles."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kb.schema.base import Entity, Membership
from kb.schema.model import field, node, to

if TYPE_CHECKING:
    from kb.schema.facilities import Organisation
    from kb.schema.places import Region


class Service(Enum):
    """What sort of service of the Commission."""

    DIRECTORATE_GENERAL = "A Directorate-General."
    SERVICE = "Another service or office."
    EXECUTIVE_AGENCY = "An executive agency."


@node("directoratesGeneral")
class DirectorateGeneral(Entity):
    """A Directorate-General of the European Commission, or a service or executive agency beside them."""

    type: Service = field("Whether it is a Directorate-General, another service or an executive agency.")
    role: str | None = field("What it does for smart specialisation.")


@node("people")
class Person(Entity):
    """A person in a public role. No address, e-mail or telephone number is kept."""

    role: str | None = field("Public role, as of 2016 unless said otherwise.")
    positions: list[DirectorateGeneral | Organisation | Region] = to(
        "HOLDS_POSITION_AT",
        "Where the person holds or held a position, in which role.",
        Membership,
        inverse="people",
    )
