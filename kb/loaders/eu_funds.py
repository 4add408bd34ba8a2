"""The funds and programmes of the EU budget 2014-2020, from a list of Open Knowledge."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row

PERIOD = "2014-2020"
KNOWN = {
    "cohesion-fund": "CF",
    "competitiveness-of-enterprises-and-smes": "COSME",
    "connecting-europe-facility": "CEF-CF",
    "creative-europe": "CREA",
    "employment-and-social-innovation": "EASI",
    "environment-and-climate-action": "LIFE",
    "erasmus-plus": "ERASMUS",
    "european-agricultural-fund-for-rural-development": "EAFRD",
    "european-fund-for-strategic-investments": "EFSI",
    "european-maritime-and-fisheries-fund": "EMFF",
    "horizon-2020": "H2020",
    "less-developed-regions": "ERDF-ESF-LDR",
    "more-developed-regions": "ERDF-ESF-MDR",
    "outermost-and-sparsely-populated-regions": "ERDF-OR",
    "territorial-cooperation": "INTERREG",
    "transition-regions": "ERDF-ESF-TR",
    "youth-employment-initiative": "YEI",
}
"""The funds that the starter dataset has, with their managers, under the names this list has for them."""
MANAGERS = ("AGRI", "DEVCO", "ECFIN", "ECHO", "FPI", "NEAR")
"""The services that manage the others: a cell names them by these letters."""
CLAIMED = {
    "mff_heading": "heading of the budget",
    "policy_supported": "policy",
    "objectives": "objectives",
    "managing_dg_or_agencies": "managed by",
    "body": "remarks",
}
"""What the list says of a fund, by its columns."""
ADMINISTRATION = "5)"


class EuFunds(TableLoader):
    """The funds and programmes of the EU budget 2014-2020 with the services that manage them, as of 2015.

    What the list says of a fund is kept as claims, also of the funds that the starter dataset brings, whose managers it
    has already. The list has columns for sums, but they are empty: no money is loaded.
    """

    name = "eu-funds"
    title = "EU funds and programmes of the 2014-2020 budget and the DGs that manage them"
    publisher = "Open Knowledge"
    licence = "MIT"
    url = "https://github.com/openspending/community.openspending.org"
    where = "The front matter of the files in _eu_funds of that repository, as one table."
    after = ("nuts", "starter")
    layouts = (
        Layout(
            ("slug", "title", *CLAIMED),
            ignored=(
                "european_structural_and_investment_funds_esif", "y2014_2020_mffceilings_current_prices",
                "y2015_commitments_appropriations", "y2015_payments_appropriations", "centralised_direct_management",
                "centralised_indirect_management", "shared_management", "decentralised_management", "joint_management",
                "managing_countries", "eu_members_states_excluded", "funds_url", "data_on_beneficiaries",
            ),
        ),
    )  # fmt: skip

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the fund, unless the starter has it, who manages it, and what the list says of it."""
        if row["mff_heading"].startswith(ADMINISTRATION):
            reason = f"{row['title'].strip()} is administrative expenditure, no fund."
            raise Rejected("NOT_A_FUND", reason, "Nothing to do.")
        fund, name = KNOWN.get(row["slug"]) or slug(row["slug"]), " ".join(row["title"].split())
        if row["slug"] not in KNOWN:
            yield NodeFact("Fund", fund, {"name": name, "periods": [PERIOD]})
            for service in MANAGERS:
                if service in row["managing_dg_or_agencies"]:
                    given = {"period": PERIOD, "role": "manages"}
                    yield LinkFact("Fund", fund, "managers", "DirectorateGeneral", service, given)
        for column, attribute in CLAIMED.items():
            if value := row[column].strip():
                id = slug(self.name, row["slug"], attribute)
                given = {"name": f"{name}: {attribute}", "attribute": attribute, "value": value, "period": PERIOD}
                yield NodeFact("Claim", id, given)
                yield LinkFact("Claim", id, "about", "Fund", fund)
