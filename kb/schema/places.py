"""Regions: the EU's NUTS and the statistical regions of its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Link, Membership, Placement
from kb.schema.model import FullText, Point, edge, field, node, path, to

if TYPE_CHECKING:
    from kb.schema.clusters import Cluster
    from kb.schema.facilities import Facility, Organisation
    from kb.schema.money import Programme
    from kb.schema.partnerships import Partnership, Project
    from kb.schema.strategies import Strategy


@edge
class Succession(Link):
    """What became of a region in the next edition of NUTS."""

    same_extent: bool | None = field("Whether it is the same territory under another code.")
    change: str | None = field("The change as the list of changes names it.")


@edge
class Conversion(Link):
    """How much of a region of one edition of NUTS lies in a region of a later edition, each part from 0 to 1."""

    keys = ("from_edition", "to_edition")

    from_edition: str = field("The edition of the one code, such as 2016.")
    to_edition: str = field("The edition of the other code, such as 2021.")
    area: float | None = field("The part of its area.")
    population: float | None = field("The part of its inhabitants.")
    built_up: float | None = field("The part of its built-up volume.")


@edge
class Similarity(Link):
    """How alike two regions are: 0 to 1 apart, on each dimension that is known of both."""

    distance: float = field("The weighted mean of the dimensions.")
    known: float = field("What part of the weights is known of both, of what is known of the first.")
    version: int = field("Version of the way it is measured.")
    technologies: float | None = field("By the technologies their priorities draw on.")
    priorities: float | None = field("By the activities, fields of science and objectives of their priorities.")
    sectors: float | None = field("By persons employed in each division of NACE.")
    research: float | None = field("By spending on research and development.")
    economy: float | None = field("By the size of the economy.")


@edge
class Classification(Link):
    """Being in a category, for a programming period."""

    keys = ("period",)

    period: str = field("The programming period: 2014-2020 or 2021-2027.")


@node("regionCategories")
class RegionCategory(Entity):
    """A category of regions in cohesion policy: less developed, in transition, more developed."""


@node("regions")
class Region(Entity):
    """A country, or a region of it, under its code in NUTS or in the list of statistical regions."""

    level: int = field("0 for a country, 1 to 3 for the levels of NUTS.")
    country: str = field("Code of its country, as NUTS writes it: EL for Greece, UK for the United Kingdom.")
    editions: list[str] = field("The editions of NUTS that have this code: 2018 (UK only), 2021, 2024.")
    earlier_editions: list[str] = field("The editions before that have this code, where JRC's crosswalk is loaded.")
    statistical: bool = field("Whether it is a statistical region of a country outside the EU.")
    latin_name: FullText | None = field("Its name in Latin letters, where the list writes others.")
    english_name: FullText | None = field("Its name in English, where a source gives one.")
    other_names: list[FullText] = field("Other names it goes by, in its own language or in use.")
    main_city: FullText | None = field("Its most populous place.")
    main_city_population: int | None = field("Inhabitants of that place.")
    point: Point | None = field("Where it is drawn and measured from: its main city.")
    label_point: Point | None = field("Where its name stands on a map, where boundaries are loaded.")
    boundary: str | None = field("Its boundary as a GeoJSON geometry, where boundaries are loaded.")
    parent: Region | None = to("PART_OF", "The region one level up.", inverse="children")
    successors: list[Region] = to(
        "SUCCEEDED_BY", "What became of it in the next edition.", Succession, inverse="predecessors"
    )
    converts_to: list[Region] = to(
        "CONVERTS_TO",
        "The regions of later editions of NUTS that its territory lies in, with the part in each.",
        Conversion,
        inverse="converts_from",
    )
    categories: list[RegionCategory] = to(
        "IN_CATEGORY", "The category it is in for cohesion policy.", Classification, inverse="regions"
    )
    same_territory: list[Region] = to(
        "SAME_TERRITORY",
        "The codes of one and the same territory, itself included: a region and its only child, "
        "or a region whose code changed and not its extent. What is recorded of one counts for all.",
        shortcut=True,
    )
    within: list[Region] = to(
        "WITHIN",
        "The regions it lies in: itself, the same territory, and those around it.",
        inverse="contains",
        shortcut=True,
    )
    similar_to: list[Region] = to(
        "SIMILAR_TO",
        "The ten regions most like it, computed after each load: of those equally near the ones of which more is "
        "known, then the first by id; of several codes of one territory the first. `similarRegions` gives all, and "
        "weighs as you choose.",
        Similarity,
        inverse="similar_from",
        shortcut=True,
    )
    strategies: list[Strategy] = path(
        "(this)-[:SAME_TERRITORY]->(:Region)<-[link:OF_REGION]-(that:Strategy)",
        "Its own strategies for smart specialisation.",
    )
    clusters: list[Cluster] = path(
        "(this)<-[:WITHIN]-(:Region)<-[link:LOCATED_IN]-(that:Cluster)",
        "The clusters located in it or in a region inside it.",
        edge=Placement,
    )
    facilities: list[Facility] = path(
        "(this)<-[:WITHIN]-(:Region)<-[link:STANDS_IN]-(that:Facility)",
        "The facilities in it or in a region inside it.",
        edge=Placement,
        distinct=True,
    )
    organisations: list[Organisation] = path(
        "(this)<-[:WITHIN]-(:Region)<-[link:BASED_IN]-(that:Organisation)",
        "The organisations based in it or in a region inside it.",
        edge=Placement,
    )
    partnerships: list[Partnership] = path(
        "(this)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(that:Partnership)",
        "The thematic partnerships it takes part in; one edge for each role it had.",
        edge=Membership,
    )
    projects: list[Project] = path(
        "(this)<-[:WITHIN]-(:Region)<-[link:INVOLVES]-(that:Project)",
        "The projects that involve it or a region inside it.",
        edge=Placement,
        distinct=True,
    )
    programmes: list[Programme] = path(
        "(this)-[:WITHIN]->(:Region)<-[link:COVERS]-(that:Programme)",
        "The programmes that cover it or a region around it.",
        edge=Placement,
        distinct=True,
    )
