"""Surveys of gaps, flags, signed reports; why a search found nothing; who has looked around."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_hash", sa.String(), nullable=True),
        sa.Column("key_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_account_id"], ["account.id"], name=op.f("fk_own_link_made_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_own_link_token_hash")),
    )
    with op.batch_alter_table("own_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "gap_survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suppress_below", sa.Integer(), nullable=False),
        sa.Column("bands", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_survey")),
    )
    with op.batch_alter_table("gap_survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_survey_made_at"), ["made_at"], unique=False)

    op.create_table(
        "gap_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("zip", sa.String(), nullable=True),
        sa.Column("county_fips", sa.String(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("causes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("access", sa.Float(), nullable=True),
        sa.Column("nearest_open_m", sa.Float(), nullable=True),
        sa.Column("withheld", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["gap_survey.id"],
            name=op.f("fk_gap_figure_survey_id_gap_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_figure")),
    )
    with op.batch_alter_table("gap_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_figure_survey_id_kind"), ["survey_id", "kind"], unique=False)

    op.create_table(
        "gap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("county_fips", sa.String(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "no_capacity",
                "not_eligible",
                "too_far",
                "no_answer",
                "no_service",
                "low_access",
                "unmet",
                name="gaprule",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "acknowledged",
                "in_plan",
                "resolved",
                "accepted",
                name="gapstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times_opened", sa.Integer(), nullable=False),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("owner_account_id", sa.Uuid(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_account_id"], ["account.id"], name=op.f("fk_gap_owner_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sa.UniqueConstraint("kind", "county_fips", "rule", name=op.f("uq_gap_kind_county_fips_rule")),
    )
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_county_fips"), ["county_fips"], unique=False)
        batch_op.create_index(batch_op.f("ix_gap_owner_account_id"), ["owner_account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gap_status"), ["status"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["report.id"], name=op.f("fk_report_corrects_id_report")),
        sa.ForeignKeyConstraint(
            ["made_by_account_id"], ["account.id"], name=op.f("fk_report_made_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_sha256"), ["sha256"], unique=False)

    op.create_table(
        "gap_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_remark_gap_id_gap")),
        sa.ForeignKeyConstraint(
            ["written_by_account_id"],
            ["account.id"],
            name=op.f("fk_gap_remark_written_by_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_remark")),
    )
    with op.batch_alter_table("gap_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_remark_gap_id"), ["gap_id"], unique=False)

    op.create_table(
        "near_miss",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("county_fips", sa.String(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_near_miss_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_near_miss_service_id_service"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["gap_survey.id"],
            name=op.f("fk_near_miss_survey_id_gap_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_near_miss")),
    )
    with op.batch_alter_table("near_miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_near_miss_survey_id_kind"), ["survey_id", "kind"], unique=False)

    with op.batch_alter_table("unmet_need", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "cause",
                sa.Enum(
                    "no_capacity",
                    "not_eligible",
                    "too_far",
                    "no_answer",
                    "no_service",
                    "other",
                    name="cause",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("toured_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("toured_at")

    with op.batch_alter_table("unmet_need", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_unmet_need_cause"), type_="check")
        batch_op.drop_column("cause")

    with op.batch_alter_table("near_miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_near_miss_survey_id_kind"))

    op.drop_table("near_miss")
    with op.batch_alter_table("gap_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_remark_gap_id"))

    op.drop_table("gap_remark")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_sha256"))
        batch_op.drop_index(batch_op.f("ix_report_made_at"))

    op.drop_table("report")
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_status"))
        batch_op.drop_index(batch_op.f("ix_gap_owner_account_id"))
        batch_op.drop_index(batch_op.f("ix_gap_county_fips"))

    op.drop_table("gap")
    with op.batch_alter_table("gap_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_figure_survey_id_kind"))

    op.drop_table("gap_figure")
    with op.batch_alter_table("gap_survey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_survey_made_at"))

    op.drop_table("gap_survey")

    with op.batch_alter_table("own_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_link_person_id"))

    op.drop_table("own_link")
