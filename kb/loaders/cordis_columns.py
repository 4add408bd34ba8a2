"""The files of CORDIS, with the columns they have.

The packages cordis-HORIZONprojects-csv.zip, cordis-h2020projects-csv.zip and cordis-fp7projects-csv.zip (and the same
as workbooks) hold the same files. Since 2024 those of Horizon Europe and H2020 have `keywords` and, later,
`Human-validated`; FP7 has neither. A selection made of them may be separated by bars and lack most columns.
"""

from __future__ import annotations

from dataclasses import replace

from kb.loaders.layout import Layout


def _anywhere(*names: str) -> tuple[str, ...]:
    """Give patterns of these names in the folder itself, and in a folder per framework programme."""
    return (*names, *(f"**/{each}" for each in names))


PROJECT = Layout(
    ("id", "acronym", "title", "startDate", "endDate", "totalCost", "legalBasis", "topics", "objective"),
    optional=("status", "ecMaxContribution", "fundingScheme", "keywords"),
    ignored=(
        "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall", "nature", "contentUpdateDate", "rcn",
        "grantDoi", "Human-validated", "cluster",
    ),
    name="project",
    files=_anywhere("project.csv", "project.xlsx"),
    separator=";",
)  # fmt: skip
ORGANISATION = Layout(
    (
        "projectID", "name", "shortName", "SME", "activityType", "city", "country", "organizationURL", "contactForm",
        "role", "ecContribution",
    ),
    optional=("organisationID", "postCode", "nutsCode", "geolocation", "endOfParticipation"),
    ignored=(
        "projectAcronym", "vatNumber", "street", "contentUpdateDate", "rcn", "order", "netEcContribution", "totalCost",
        "active",
    ),
    name="organisation",
    files=_anywhere("organization.csv", "organization.xlsx"),
    separator=";",
)  # fmt: skip
TOPIC = Layout(
    ("projectID", "topic", "title"), name="topic", files=_anywhere("topics.csv", "topics.xlsx"), separator=";"
)
LEGAL_BASIS = Layout(
    ("projectID", "legalBasis", "title"),
    ignored=("uniqueProgrammePart",),
    name="legalBasis",
    files=_anywhere("legalBasis.csv", "legalBasis.xlsx"),
    separator=";",
)
EUROSCIVOC = Layout(
    ("projectID", "euroSciVocCode", "euroSciVocPath"),
    ignored=("euroSciVocTitle", "euroSciVocDescription"),
    name="euroSciVoc",
    files=_anywhere("euroSciVoc.csv", "euroSciVoc.xlsx"),
    separator=";",
)
LAYOUTS = (
    PROJECT,
    replace(PROJECT, files=_anywhere("projects.csv"), separator="|"),
    ORGANISATION,
    replace(ORGANISATION, files=_anywhere("orgs.csv"), separator="|"),
    TOPIC,
    LEGAL_BASIS,
    EUROSCIVOC,
)
