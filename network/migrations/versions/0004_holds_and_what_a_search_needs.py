"""Holds, parts of a capacity, intake hours; facts kept for a search, its words, how places have answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_index_state",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("index_uid", sa.String(), nullable=False),
        sa.Column("settings_version", sa.String(), nullable=False),
        sa.Column("directory_version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("lease_by", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("building_uid", sa.String(), nullable=True),
        sa.Column("building_settings", sa.String(), nullable=True),
        sa.Column("building_version", sa.Integer(), nullable=True),
        sa.Column("building_after", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_index_state")),
        sa.UniqueConstraint("name", name=op.f("uq_word_index_state_name")),
    )
    op.create_table(
        "capacity_asking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("weekdays", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("links_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_account_id"],
            ["account.id"],
            name=op.f("fk_capacity_asking_changed_by_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_capacity_asking_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_asking")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_capacity_asking_organization_id")),
    )
    with op.batch_alter_table("capacity_asking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capacity_asking_next_at"), ["next_at"], unique=False)

    op.create_table(
        "synonym",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("is_both_ways", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_account_id"], ["account.id"], name=op.f("fk_synonym_added_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )
    op.create_table(
        "answering_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("answer_hours", sa.Float(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_answering_record_service_at_location_id_service_at_location"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answering_record")),
        sa.UniqueConstraint(
            "service_at_location_id", name=op.f("uq_answering_record_service_at_location_id")
        ),
    )
    op.create_table(
        "capacity_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("population", sa.String(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.CheckConstraint("available >= 0", name=op.f("ck_capacity_part_available_not_negative")),
        sa.CheckConstraint("held >= 0", name=op.f("ck_capacity_part_held_not_negative")),
        sa.CheckConstraint(
            "maximum IS NULL OR maximum >= available",
            name=op.f("ck_capacity_part_maximum_not_below_available"),
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_capacity_part_service_at_location_id_service_at_location"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_part")),
        sa.UniqueConstraint(
            "service_at_location_id",
            "population",
            name=op.f("uq_capacity_part_service_at_location_id_population"),
        ),
    )
    op.create_table(
        "intake_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_intake_hours_service_at_location_id_service_at_location"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_hours")),
    )
    with op.batch_alter_table("intake_hours", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intake_hours_service_at_location_id"), ["service_at_location_id"], unique=False
        )

    op.create_table(
        "kept_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("browser_hash", sa.String(), nullable=True),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_kept_facts_account_id_account")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_kept_facts_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_facts")),
        sa.UniqueConstraint("name", name=op.f("uq_kept_facts_name")),
    )
    with op.batch_alter_table("kept_facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_facts_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_facts_until"), ["until"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("population", sa.String(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("held_by_account_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "taken",
                "released",
                "lapsed",
                name="holdstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_account_id"], ["account.id"], name=op.f("fk_hold_ended_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["held_by_account_id"], ["account.id"], name=op.f("fk_hold_held_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_hold_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_hold_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_hold_question_id_question")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_hold_referral_id_referral")),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_hold_service_at_location_id_service_at_location"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_held_by_account_id"), ["held_by_account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_hold_service_at_location_id"), ["service_at_location_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_hold_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_until"), ["until"], unique=False)

    with op.batch_alter_table("capacity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("takes_holds", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("hold_minutes", sa.Integer(), nullable=True))
    with op.batch_alter_table("capacity", schema=None) as batch_op:
        batch_op.alter_column("held", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("takes_holds", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_capacity_held_not_negative"), "held >= 0")
    op.create_index(op.f("ix_metadata_resource_id"), "metadata", ["resource_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_metadata_resource_id"), "metadata")
    with op.batch_alter_table("capacity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_capacity_held_not_negative"), type_="check")
        batch_op.drop_column("hold_minutes")
        batch_op.drop_column("takes_holds")
        batch_op.drop_column("held")

    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_until"))
        batch_op.drop_index(batch_op.f("ix_hold_status"))
        batch_op.drop_index(batch_op.f("ix_hold_service_at_location_id"))
        batch_op.drop_index(batch_op.f("ix_hold_referral_id"))
        batch_op.drop_index(batch_op.f("ix_hold_organization_id"))
        batch_op.drop_index(batch_op.f("ix_hold_need_id"))
        batch_op.drop_index(batch_op.f("ix_hold_held_by_account_id"))

    op.drop_table("hold")
    with op.batch_alter_table("kept_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_facts_until"))
        batch_op.drop_index(batch_op.f("ix_kept_facts_account_id"))

    op.drop_table("kept_facts")
    with op.batch_alter_table("intake_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_hours_service_at_location_id"))

    op.drop_table("intake_hours")
    op.drop_table("capacity_part")
    op.drop_table("answering_record")
    op.drop_table("synonym")
    with op.batch_alter_table("capacity_asking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capacity_asking_next_at"))

    op.drop_table("capacity_asking")
    op.drop_table("word_index_state")
