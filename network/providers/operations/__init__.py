"""Changes of the directory. Words and details are dataclasses of network/providers/words.py, in HSDS names.

    add_source(session, actor, *, name, kind, notice, notice_es, licence, url, listed_on,
               takes_referrals) -> Source
    add_organization(session, actor, OrganizationWords(...),
                     *, phones, source, organization_id) -> Organization
    change_organization(session, actor, organization, words, *, phones, seen)
    add_location(session, actor, organization, LocationWords(...), LocationDetails(...) | None,
                 *, is_confidential, private_address, source, location_id) -> Location
    change_location(session, actor, location, words, details, *, seen)
    hide_place(session, actor, location, *, address) · read_private_place(session, actor, location) -> str
    change_private_place(session, actor, location, *, address) · show_place(session, actor, location, words)
    add_service(session, actor, organization, ServiceWords(...), ServiceDetails(...) | None,
                *, source, service_id) -> Service
    change_service(session, actor, service, words | None, details | None, *, seen)
    verify_service(session, actor, service)
    add_service_at_location(session, actor, service, location, *, description) -> ServiceAtLocation
    remove_service_at_location(session, actor, place)
    put_kinds, put_facts, put_hours, put_phones, put_contacts, put_languages, put_documents, put_costs,
    put_areas, put_accessibility(session, actor, record, [...])
    put_translation(session, actor, record, *, field, language, text)
    say_capacity(session, actor, place, *, available, maximum, unit, waitlist, expected_wait_days, said_by,
                 parts)
    hear_capacity(session, actor, place, *, available, maximum, waitlist, expected_wait_days, said_by,
                  population, facts)
    step_capacity(session, actor, place, step, *, said_by, population) -> Capacity
    confirm_capacity(session, actor, place, *, seen, said_by)
    undo_capacity(session, actor, place) · tell_no_answer(session, actor, place)
    put_intake_hours(session, actor, place, [IntakeWords(...)])
    report_problem(session, actor, service, *, kind, words, location_id) -> Problem
    settle_problem(session, actor, problem, *, status)

Much at once (seeds): `with changes.one_change(session):` tells the search index once. Give a new service
everything in one `add_service`: that is one event, and nothing is looked up that cannot be there.
"""

from network.providers.operations.calling import tell_no_answer
from network.providers.operations.capacity import hear_capacity, say_capacity, step_capacity
from network.providers.operations.confirming import confirm_capacity
from network.providers.operations.details import (
    put_accessibility,
    put_areas,
    put_contacts,
    put_costs,
    put_documents,
    put_facts,
    put_hours,
    put_kinds,
    put_languages,
    put_phones,
)
from network.providers.operations.intake import IntakeWords, put_intake_hours
from network.providers.operations.locations import add_location, change_location
from network.providers.operations.organizations import (
    add_organization,
    add_source,
    change_organization,
)
from network.providers.operations.private_places import (
    change_private_place,
    hide_place,
    read_private_place,
    show_place,
)
from network.providers.operations.problems import report_problem, settle_problem
from network.providers.operations.services import (
    add_service,
    add_service_at_location,
    change_service,
    remove_service_at_location,
    verify_service,
)
from network.providers.operations.translations import put_translation
from network.providers.operations.undoing import undo_capacity

__all__ = [
    "IntakeWords",
    "add_location",
    "add_organization",
    "add_service",
    "add_service_at_location",
    "add_source",
    "change_location",
    "change_organization",
    "change_private_place",
    "change_service",
    "confirm_capacity",
    "hear_capacity",
    "hide_place",
    "put_accessibility",
    "put_areas",
    "put_contacts",
    "put_costs",
    "put_documents",
    "put_facts",
    "put_hours",
    "put_intake_hours",
    "put_kinds",
    "put_languages",
    "put_phones",
    "put_translation",
    "read_private_place",
    "remove_service_at_location",
    "report_problem",
    "say_capacity",
    "settle_problem",
    "show_place",
    "step_capacity",
    "tell_no_answer",
    "undo_capacity",
    "verify_service",
]
