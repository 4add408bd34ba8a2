"""Every loader, by the name it has on the command line."""

from __future__ import annotations

from pathlib import Path

from kb.errors import BadInput
from kb.loaders.absorption import Absorption
from kb.loaders.allocations import Allocations
from kb.loaders.base import Loader
from kb.loaders.boundaries import Boundaries
from kb.loaders.cordis import Cordis
from kb.loaders.cordis_reference import CordisReference
from kb.loaders.czech_ris3 import CzechRis3
from kb.loaders.eccp_clusters import EccpClusters
from kb.loaders.edih import Edih
from kb.loaders.employment import Employment
from kb.loaders.erdf_payments import ErdfPayments
from kb.loaders.esfri import Esfri
from kb.loaders.eu_funds import EuFunds
from kb.loaders.eurostat import Gdp, Gerd
from kb.loaders.eye_ris3 import EyeRis3
from kb.loaders.ford import Ford
from kb.loaders.intervention_fields import InterventionFields
from kb.loaders.keep import Keep
from kb.loaders.kohesio import Kohesio
from kb.loaders.kohesio_projects import KohesioProjects
from kb.loaders.mapping import Mapping
from kb.loaders.mapping import shipped as mappings
from kb.loaders.meril import Meril
from kb.loaders.nabs import Nabs
from kb.loaders.nace import Nace
from kb.loaders.nace21 import Nace21
from kb.loaders.nuts import Nuts
from kb.loaders.nuts_crosswalk import NutsCrosswalk
from kb.loaders.operations import Operations
from kb.loaders.programmes import Programmes
from kb.loaders.region_categories import RegionCategories
from kb.loaders.similarity import Similarity
from kb.loaders.starter import Starter
from kb.loaders.value_chains import ValueChains

LOADERS: dict[str, Loader] = {
    each.name: each
    for each in (
        Nuts(),
        Starter(),
        NutsCrosswalk(),
        Boundaries(),
        Nace(),
        Nace21(),
        Ford(),
        Nabs(),
        RegionCategories(),
        InterventionFields(),
        Programmes(),
        EuFunds(),
        Allocations(),
        Absorption(),
        ErdfPayments(),
        Gerd(),
        Gdp(),
        Employment(),
        CzechRis3(),
        EyeRis3(),
        EccpClusters(),
        ValueChains(),
        Edih(),
        Meril(),
        Esfri(),
        CordisReference(),
        Cordis(),
        Kohesio(),
        KohesioProjects(),
        Keep(),
        *(Operations(each) for each in mappings()),
        Similarity(),
    )
}
SHIPPED: list[Loader] = [each for each in LOADERS.values() if not each.where]
"""Those whose files come with kb, in the order they are loaded in."""


def added(kind: str, dataset: str) -> dict[str, list[str]]:
    """Give the fields that loaders of other datasets add to nodes of this kind, each with these datasets."""
    fields: dict[str, list[str]] = {}
    for each in LOADERS.values():
        for name in each.adds.get(kind, ()) if each.name != dataset else ():
            fields.setdefault(name, []).append(each.name)
    return fields


def only_adds(dataset: str, kind: str) -> bool:
    """Tell whether this dataset only adds to nodes of this kind, which others bring."""
    return dataset in LOADERS and kind in LOADERS[dataset].adds


def named(name: str, mapping: Path | None = None) -> Loader:
    """Give the loader of that name, or one that reads operations by a mapping; raise BadInput or FileRefused."""
    if name == "operations" and mapping:
        return Operations(Mapping.read(mapping))
    if name == "operations" or mapping:
        hint = "`kb load operations FILE --mapping M.toml`, or the name of a list whose mapping comes with kb."
        raise BadInput("A mapping and `operations` go together.", hint)
    if name not in LOADERS:
        raise BadInput(f"There is no source {name}.", f"There are: {', '.join(LOADERS)}.")
    return LOADERS[name]
