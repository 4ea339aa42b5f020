"""Puts a report together: figures from the network, the map from the page of gaps, and the paper."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from geopy.geocoders.base import Geocoder
from sqlmodel import Session

from network.actors import Actor
from network.gaps.overview import Overview, look_at_gaps
from network.gaps.queries import newest_survey
from network.places.geocoder import own_places
from network.places.naming import PlaceNames, names_of
from network.reports.drafting import Draft
from network.reports.figures import Figures
from network.reports.gathering import gather_figures
from network.reports.signing import report_key
from network.settings import Settings
from network.words import say
from web.pages.gap_finding import place_of
from web.pages.gap_map import gap_map, gap_map_svg
from web.pages.gap_scales import Show
from web.pages.report_paper import report_paper
from web.typesetting import typeset


def gather_report(
    session: Session, actor: Actor, settings: Settings, geocoder: Geocoder, draft: Draft
) -> Figures:
    """Everything that the report would say now, with its map. Raises NotAllowed, Invalid, Conflict."""
    names = names_of(own_places(geocoder))
    survey = newest_survey(session)
    overview = look_at_gaps(session, actor, survey) if survey else None
    figures = gather_figures(session, actor, settings, draft, overview, names)
    return replace(figures, map_svg=_map(overview, names, draft.language)) if overview else figures


def typeset_report(figures: Figures, settings: Settings) -> bytes:
    """The PDF. It takes a while: not within a transaction."""
    return typeset("report.typ", report_paper(figures, settings))


def key_of(settings: Settings) -> Ed25519PrivateKey:
    """The key with which this site signs reports."""
    return report_key(settings.secret_key)


def _map(overview: Overview, names: PlaceNames, language: str) -> str:
    label = say("Map of {place}: needs that found no service", place=place_of(overview, names))
    found = gap_map(overview, Show.UNMET, names, label, lambda _: "")
    return str(gap_map_svg(found, language, linked=False, legend=True)) if found else ""
