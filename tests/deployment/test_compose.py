"""What an operator is promised about compose.yaml. No container engine is needed to check it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commands.secrets import secret_files
from network.settings import Settings, read_settings
from tests.deployment.files import ROOT, compose, instructions

COMPOSE = compose()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
STAYING = sorted(name for name, service in SERVICES.items() if service.get("restart") != "no")


def test_it_is_a_compose_file_by_the_specification() -> None:
    schema = json.loads((Path(__file__).parent / "compose_spec" / "compose-spec.json").read_text())
    Draft202012Validator.check_schema(schema)

    assert [error.message for error in Draft202012Validator(schema).iter_errors(COMPOSE)] == []


def test_a_mistake_in_it_would_be_noticed() -> None:
    schema = json.loads((Path(__file__).parent / "compose_spec" / "compose-spec.json").read_text())
    wrong = {**COMPOSE, "services": {"web": {**SERVICES["web"], "read_onIy": True}}}

    assert list(Draft202012Validator(schema).iter_errors(wrong))


def test_it_starts_the_proxy_the_site_its_worker_and_the_database() -> None:
    always = {name for name, service in SERVICES.items() if not service.get("profiles")}

    assert sorted(always) == ["db", "migrate", "proxy", "web", "worker"]
    assert sorted(always & set(STAYING)) == ["db", "proxy", "web", "worker"]


def test_meilisearch_starts_only_for_who_wants_it() -> None:
    wanted = {name for name, service in SERVICES.items() if service.get("profiles") == ["meilisearch"]}

    assert wanted == {"meilisearch", "meilisearch-keys"}
    assert not any(wanted & set(service.get("depends_on", ())) for name, service in SERVICES.items()
                   if name not in wanted)  # fmt: skip


def test_meilisearch_is_reached_by_the_site_and_the_worker_only_and_reaches_nobody() -> None:
    assert SERVICES["meilisearch"]["networks"] == ["words"]
    assert COMPOSE["networks"]["words"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "words" in service["networks"]] == [
        "web",
        "worker",
        "meilisearch",
        "meilisearch-keys",
    ]


def test_the_site_may_only_search_and_only_the_making_of_keys_has_the_master_key() -> None:
    holders = {
        secret: [name for name, service in SERVICES.items() if secret in service.get("secrets", ())]
        for secret in ("meilisearch_search_key", "meilisearch_index_key", "meilisearch_master_key")
    }

    assert holders == {
        "meilisearch_search_key": ["web"],
        "meilisearch_index_key": ["worker"],
        "meilisearch_master_key": ["meilisearch", "meilisearch-keys"],
    }


def test_meilisearch_is_of_one_version_and_writes_down_nothing_that_is_asked() -> None:
    environment = SERVICES["meilisearch"]["environment"]

    assert ("FROM", "getmeili/meilisearch:v1.53.1") in instructions("docker/meilisearch.Dockerfile")
    assert environment["MEILI_LOG_LEVEL"] == "WARN"
    assert environment["MEILI_NO_ANALYTICS"] == "true"
    assert environment["MEILI_ENV"] == "production"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if service.get("network_mode")] == []


def test_the_database_stands_in_a_network_without_a_way_out() -> None:
    assert SERVICES["db"]["networks"] == ["back"]
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "back" in service["networks"]] == [
        "web",
        "worker",
        "migrate",
        "db",
    ]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_runs_with_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]

    assert service["user"].split(":")[0] not in {"0", "root", ""}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    assert {"mem_limit", "pids_limit", "logging"} <= set(service)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_container_can_write_into_the_host(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        assert volume.split(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("name", STAYING)
def test_whatever_stays_is_asked_for_its_health_and_started_again(name: str) -> None:
    service = SERVICES[name]

    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert {"interval", "timeout", "start_period"} <= set(service["healthcheck"])


def test_nothing_starts_before_what_it_needs() -> None:
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"] == {
            "db": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["proxy"]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_every_secret_is_a_file_that_trestle_secrets_makes() -> None:
    declared = {name: secret["file"] for name, secret in COMPOSE["secrets"].items()}

    assert declared == {Path(file).stem: f"secrets/{file}" for file in secret_files()}
    used = {name for service in SERVICES.values() for name in service.get("secrets", [])}
    assert used == set(declared)


def test_no_secret_stands_in_the_environment() -> None:
    secret_settings = ("KEY", "KEYS", "PASSWORD", "TOKEN", "URL")
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if name.endswith(secret_settings) and name != "TRESTLE_BASE_URL":
                pytest.fail(f"{name}={value}")
            if name.endswith("_FILE") and name != "TRESTLE_HEARTBEAT_FILE":
                assert Path(value).parent == Path("/run/secrets")
                assert Path(value).name in service["secrets"]


def test_every_setting_it_gives_exists() -> None:
    known = {f"TRESTLE_{name.upper()}" for name in Settings.__dataclass_fields__}
    for name in ("web", "worker", "migrate"):
        given = {setting.removesuffix("_FILE") for setting in SERVICES[name]["environment"]}
        assert given <= known | {"TRESTLE_HEARTBEAT"}


def test_the_site_believes_only_the_network_of_the_proxy() -> None:
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]

    assert SERVICES["web"]["environment"]["TRESTLE_TRUSTED_PROXIES"] == subnet
    assert COMPOSE["networks"]["front"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "front" in service["networks"]] == ["proxy", "web"]


def test_the_address_of_the_database_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "database_url"
    path.write_text(secret_files()["database_url.txt"] + "\n", encoding="utf-8")

    settings = read_settings(
        {"TRESTLE_DATABASE_URL_FILE": str(path), "TRESTLE_SMTP_PASSWORD_FILE": "/dev/null"}
    )

    assert settings.database_url.startswith("postgresql+psycopg://trestle:")
    assert settings.database_url.endswith("@db/trestle")
    assert settings.smtp_password == ""


def test_the_example_of_settings_names_only_what_exists_and_no_secret() -> None:
    known = {f"TRESTLE_{name.upper()}" for name in Settings.__dataclass_fields__}
    known |= {"TRESTLE_DOMAIN", "TRESTLE_FRONT_NETWORK", "COMPOSE_PROFILES"}
    lines = (ROOT / "docker" / "env.example").read_text(encoding="utf-8").splitlines()
    given = {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}

    assert given <= known
    assert not [name for name in given if name.endswith(("KEY", "KEYS", "PASSWORD", "TOKEN"))]
