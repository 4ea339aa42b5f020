"""People, cases, consents, referrals, questions, outcomes, disclosures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "diversion_program",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("intake_days", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_diversion_program_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diversion_program")),
    )
    with op.batch_alter_table("diversion_program", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_diversion_program_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.LargeBinary(), nullable=False),
        sa.Column("family_name", sa.LargeBinary(), nullable=False),
        sa.Column("called", sa.LargeBinary(), nullable=True),
        sa.Column("born_on", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_account_id"], ["account.id"], name=op.f("fk_person_created_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_person_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_created_by_account_id"), ["created_by_account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "answer_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("second_email", sa.String(), nullable=True),
        sa.Column("mobile", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_answer_address_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_answer_address_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_address")),
        sa.UniqueConstraint(
            "organization_id", "service_id", name=op.f("uq_answer_address_organization_id_service_id")
        ),
    )
    with op.batch_alter_table("answer_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_address_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.LargeBinary(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("intake_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("intake_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "completed",
                "left",
                "deadline_passed",
                "moved_away",
                "transferred",
                "died",
                "other",
                name="caseending",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_case_file_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_file_person_id_person")),
        sa.ForeignKeyConstraint(
            ["program_id"], ["diversion_program.id"], name=op.f("fk_case_file_program_id_diversion_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name",
                "name_and_birth",
                "family_and_birth",
                "phone",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_person_mark_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_mark_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_mark")),
    )
    with op.batch_alter_table("person_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_mark_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_mark_value"), ["value"], unique=False)

    op.create_table(
        "safe_contact",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "preferred",
            sa.Enum(
                "call",
                "text",
                "email",
                "in_person",
                name="contactway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("may_call", sa.Boolean(), nullable=False),
        sa.Column("may_leave_voicemail", sa.Boolean(), nullable=False),
        sa.Column("may_text", sa.Boolean(), nullable=False),
        sa.Column("may_email", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.Time(), nullable=True),
        sa.Column("not_after", sa.Time(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safe_contact_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_safe_contact")),
    )
    op.create_table(
        "case_participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "prosecutor",
                "defender",
                "court",
                "probation",
                "parole",
                "monitor",
                name="caserole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_participant_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_participant_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_participant")),
    )
    with op.batch_alter_table("case_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_participant_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_participant_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by_account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "instrument",
            sa.Enum(
                "part2_2_31",
                "part2_2_35",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "signed",
                "revoked",
                "replaced",
                name="consentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("used_interpreter", sa.Boolean(), nullable=False),
        sa.Column("purposes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("asked_by_person", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "expires_event",
            sa.Enum(
                "referral_closed",
                "program_ended",
                "final_disposition",
                name="endevent",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "proceeding",
            sa.Enum(
                "deferred_charge",
                "pretrial_release",
                "sentence_or_probation",
                "parole",
                "other",
                name="proceeding",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("condition_authority", sa.String(), nullable=True),
        sa.Column("condition_reference", sa.LargeBinary(), nullable=True),
        sa.Column("condition_set_on", sa.Date(), nullable=True),
        sa.Column("treatment_ends_on", sa.Date(), nullable=True),
        sa.Column("final_disposition_on", sa.Date(), nullable=True),
        sa.Column("factors", sa.LargeBinary(), nullable=True),
        sa.Column("revocable_on", sa.Date(), nullable=True),
        sa.Column(
            "revocable_event",
            sa.Enum(
                "referral_closed",
                "program_ended",
                "final_disposition",
                name="revocable_event",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "signing_way",
            sa.Enum(
                "screen",
                "keyboard",
                "paper",
                "witnessed",
                name="signingway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("signed_name", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("witness_name", sa.LargeBinary(), nullable=True),
        sa.Column("representative", sa.LargeBinary(), nullable=True),
        sa.Column("representative_authority", sa.LargeBinary(), nullable=True),
        sa.Column("could_decide", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("copy_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_consent_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_consent_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["consent.id"], name=op.f("fk_consent_replaced_by_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_account_id"], ["account.id"], name=op.f("fk_consent_taken_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_status"), ["status"], unique=False)

    op.create_table(
        "need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "emergent",
                "urgent",
                "routine",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("zip", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "met",
                "closed",
                name="needstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_need_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["opened_by_account_id"], ["account.id"], name=op.f("fk_need_opened_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_status"), ["status"], unique=False)

    op.create_table(
        "candidacy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column(
            "trying",
            sa.Enum(
                "in_turn", "at_once", name="trying", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("won_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_candidacy_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
    )
    with op.batch_alter_table("candidacy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidacy_need_id"), ["need_id"], unique=False)

    op.create_table(
        "consent_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("discloser_organization_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_organization_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recipient_case_role",
            sa.Enum(
                "officer",
                "prosecutor",
                "defender",
                "court",
                "probation",
                "parole",
                "monitor",
                name="caserole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("information", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "referral",
                "coordination",
                "monitoring",
                "patient_request",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "instrument",
            sa.Enum(
                "part2_2_31",
                "part2_2_35",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocable_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(recipient_organization_id IS NOT NULL) OR (recipient_account_id IS NOT NULL)"
            " OR (recipient_case_role IS NOT NULL)",
            name=op.f("ck_consent_grant_has_recipient"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_consent_grant_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_consent_grant_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["discloser_organization_id"],
            ["organization.id"],
            name=op.f("fk_consent_grant_discloser_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_grant_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recipient_account_id"],
            ["account.id"],
            name=op.f("fk_consent_grant_recipient_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_organization_id"],
            ["organization.id"],
            name=op.f("fk_consent_grant_recipient_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_grant")),
    )
    with op.batch_alter_table("consent_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_grant_consent_id"), ["consent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consent_grant_discloser_organization_id"),
            ["discloser_organization_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_consent_grant_person_id_recipient_organization_id"),
            ["person_id", "recipient_organization_id"],
            unique=False,
        )

    op.create_table(
        "consent_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_consent_scan_consent_id_consent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_scan")),
    )
    with op.batch_alter_table("consent_scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_scan_consent_id"), ["consent_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_account_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "emergent",
                "urgent",
                "routine",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "answered",
                "closed",
                name="questionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_account_id"], ["account.id"], name=op.f("fk_question_asked_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_question_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_question_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_asked_by_account_id"), ["asked_by_account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_question_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "asked_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "waitlist",
                "no",
                name="questionanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_account_id"],
            ["account.id"],
            name=op.f("fk_asked_place_answered_by_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_asked_place_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_asked_place_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_asked_place_service_at_location_id_service_at_location"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_place")),
        sa.UniqueConstraint(
            "question_id",
            "service_at_location_id",
            name=op.f("uq_asked_place_question_id_service_at_location_id"),
        ),
    )
    with op.batch_alter_table("asked_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_place_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_place_question_id"), ["question_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=False),
        sa.Column("sender_organization_id", sa.Uuid(), nullable=False),
        sa.Column("sender_account_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_organization_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "emergent",
                "urgent",
                "routine",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "awaiting_consent",
                "sent",
                "viewed",
                "under_review",
                "info_requested",
                "accepted",
                "waitlisted",
                "scheduled",
                "missed_appt",
                "linked",
                "engaged",
                "completed",
                "declined_provider",
                "released_after_accept",
                "declined_client",
                "not_linked",
                "expired_no_response",
                "withdrawn",
                "consent_revoked",
                "lost_contact",
                "outcome_unknown",
                "obsolete",
                "entered_in_error",
                name="referralstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("candidacy_id", sa.Uuid(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("information", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waitlist_position", sa.Integer(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("takes_place", sa.Boolean(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_referral_candidacy_id_candidacy")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_referral_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["claimed_by_account_id"], ["account.id"], name=op.f("fk_referral_claimed_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["consent_grant.id"], name=op.f("fk_referral_grant_id_consent_grant")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_referral_need_id_need")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_referral_question_id_question")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_organization_id"],
            ["organization.id"],
            name=op.f("fk_referral_receiver_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["sender_account_id"], ["account.id"], name=op.f("fk_referral_sender_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["sender_organization_id"],
            ["organization.id"],
            name=op.f("fk_referral_sender_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_referral_service_at_location_id_service_at_location"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_referral_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_candidacy_id"), ["candidacy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referral_receiver_organization_id_status"),
            ["receiver_organization_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_referral_sender_account_id"), ["sender_account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referral_sender_organization_id_status"),
            ["sender_organization_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_referral_service_at_location_id"), ["service_at_location_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referral_status"), ["status"], unique=False)

    op.create_table(
        "answer_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("asked_place_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sent_to", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column(
            "code_channel",
            sa.Enum(
                "sms",
                "second_address",
                "sender",
                name="codechannel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("code_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_hash", sa.String(), nullable=True),
        sa.Column("key_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_place_id"], ["asked_place.id"], name=op.f("fk_answer_link_asked_place_id_asked_place")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_answer_link_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_answer_link_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answer_link_token_hash")),
    )
    with op.batch_alter_table("answer_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_link_asked_place_id"), ["asked_place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_link_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "booked",
                "kept",
                "missed",
                "moved",
                "cancelled",
                name="appointmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_account_id"], ["account.id"], name=op.f("fk_appointment_made_by_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_appointment_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum(
                "consent",
                "emergency",
                "court_order",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("discloser_organization_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_organization_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_account_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_name", sa.LargeBinary(), nullable=True),
        sa.Column("information", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "referral",
                "coordination",
                "monitoring",
                "patient_request",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "page",
                "link",
                "pdf",
                "csv",
                "json",
                "email",
                "calendar",
                "phone",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notice_version", sa.String(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "visitor",
                "staff",
                "link",
                "person",
                "system",
                "operator",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_disclosure_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["discloser_organization_id"],
            ["organization.id"],
            name=op.f("fk_disclosure_discloser_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["consent_grant.id"], name=op.f("fk_disclosure_grant_id_consent_grant")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_disclosure_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recipient_account_id"], ["account.id"], name=op.f("fk_disclosure_recipient_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_organization_id"],
            ["organization.id"],
            name=op.f("fk_disclosure_recipient_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_disclosure_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_disclosed_at"), ["disclosed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "note",
                "question",
                "reply",
                "reason",
                "evidence",
                name="remarkkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_remark_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_remark_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_account_id"], ["account.id"], name=op.f("fk_remark_written_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "timer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "nudge",
                "escalate",
                "expire",
                "appointment_needed",
                "appointment_late",
                "appointment_reminder",
                "outcome_prompt",
                "check_in",
                "waitlist_confirm",
                "unknown",
                "clock_warning",
                "clock_burns",
                "clock_ended",
                name="timerkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_fired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_timer_case_id_case_file")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_timer_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timer_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_timer_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_timer_settled_at_due_at"), ["settled_at", "due_at"], unique=False
        )

    op.create_table(
        "outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "no_contact",
                "contacted",
                "appointment_made",
                "arrived_screened",
                "admitted_enrolled",
                "initiated",
                "engaged",
                "continuing",
                "completed_service",
                "no_show",
                "rescheduled",
                "left_against_advice",
                "transferred",
                "reconnected",
                "lost_contact",
                "entered_in_error",
                name="outcomestep",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum(
                "self_report",
                "officer_observed",
                "provider_attested",
                "document_or_feed",
                name="evidence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "said_by_kind",
            sa.Enum(
                "visitor",
                "staff",
                "link",
                "person",
                "system",
                "operator",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("remark_id", sa.Uuid(), nullable=True),
        sa.Column("for_justice", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_outcome_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["corrects_id"], ["outcome.id"], name=op.f("fk_outcome_corrects_id_outcome")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_outcome_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_outcome_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outcome_person_id_person")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_outcome_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_outcome_remark_id_remark")),
        sa.ForeignKeyConstraint(
            ["said_by_account_id"], ["account.id"], name=op.f("fk_outcome_said_by_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_referral_id"), ["referral_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_referral_id"))
        batch_op.drop_index(batch_op.f("ix_outcome_person_id"))

    op.drop_table("outcome")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timer_settled_at_due_at"))
        batch_op.drop_index(batch_op.f("ix_timer_referral_id"))
        batch_op.drop_index(batch_op.f("ix_timer_case_id"))

    op.drop_table("timer")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_referral_id"))

    op.drop_table("remark")
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_referral_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_person_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_grant_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_disclosed_at"))

    op.drop_table("disclosure")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_referral_id"))

    op.drop_table("appointment")
    with op.batch_alter_table("answer_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_link_referral_id"))
        batch_op.drop_index(batch_op.f("ix_answer_link_asked_place_id"))

    op.drop_table("answer_link")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_status"))
        batch_op.drop_index(batch_op.f("ix_referral_service_at_location_id"))
        batch_op.drop_index(batch_op.f("ix_referral_sender_organization_id_status"))
        batch_op.drop_index(batch_op.f("ix_referral_sender_account_id"))
        batch_op.drop_index(batch_op.f("ix_referral_receiver_organization_id_status"))
        batch_op.drop_index(batch_op.f("ix_referral_person_id"))
        batch_op.drop_index(batch_op.f("ix_referral_need_id"))
        batch_op.drop_index(batch_op.f("ix_referral_candidacy_id"))

    op.drop_table("referral")
    with op.batch_alter_table("asked_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_place_question_id"))
        batch_op.drop_index(batch_op.f("ix_asked_place_organization_id"))

    op.drop_table("asked_place")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_organization_id"))
        batch_op.drop_index(batch_op.f("ix_question_asked_by_account_id"))

    op.drop_table("question")
    with op.batch_alter_table("consent_scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_scan_consent_id"))

    op.drop_table("consent_scan")
    with op.batch_alter_table("consent_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_grant_person_id_recipient_organization_id"))
        batch_op.drop_index(batch_op.f("ix_consent_grant_discloser_organization_id"))
        batch_op.drop_index(batch_op.f("ix_consent_grant_consent_id"))

    op.drop_table("consent_grant")
    with op.batch_alter_table("candidacy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidacy_need_id"))

    op.drop_table("candidacy")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_status"))
        batch_op.drop_index(batch_op.f("ix_need_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_case_id"))

    op.drop_table("need")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_status"))
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_organization_id"))

    op.drop_table("consent")
    with op.batch_alter_table("case_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_participant_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_participant_account_id"))

    op.drop_table("case_participant")
    op.drop_table("safe_contact")
    with op.batch_alter_table("person_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_mark_value"))
        batch_op.drop_index(batch_op.f("ix_person_mark_person_id"))

    op.drop_table("person_mark")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_file_organization_id"))

    op.drop_table("case_file")
    with op.batch_alter_table("answer_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_address_organization_id"))

    op.drop_table("answer_address")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organization_id"))
        batch_op.drop_index(batch_op.f("ix_person_created_by_account_id"))

    op.drop_table("person")
    with op.batch_alter_table("diversion_program", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diversion_program_organization_id"))

    op.drop_table("diversion_program")
