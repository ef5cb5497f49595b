"""Expected problems: a code and parameters. The German sentence is made in ``ui/messages/problems.py``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Everything that can go wrong without being a bug."""

    # vault
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - a problem code, not a secret
    PASSPHRASE_WAIT = "passphrase_wait"  # noqa: S105 - a problem code, not a secret
    PASSPHRASE_TOO_SHORT = "passphrase_too_short"  # noqa: S105 - a problem code, not a secret
    RECOVERY_CODE_MISTYPED = "recovery_code_mistyped"
    RECOVERY_CODE_WRONG = "recovery_code_wrong"
    KEY_FILE_MISSING = "key_file_missing"
    KEY_FILE_DAMAGED = "key_file_damaged"
    KEY_FILE_NEWER = "key_file_newer"
    KEY_FILES_LOST = "key_files_lost"
    KEYRING_ABSENT = "keyring_absent"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_LOCKED_SHORT = "keyring_locked_short"
    DEVICE_SECRET_MISSING = "device_secret_missing"  # noqa: S105 - a problem code, not a secret
    SLOT_UNKNOWN = "slot_unknown"
    # store
    STORE_MISSING = "store_missing"
    STORE_DAMAGED = "store_damaged"
    STORE_UNREADABLE = "store_unreadable"
    STORE_NEWER = "store_newer"
    STORE_IN_USE = "store_in_use"
    STORE_LINKED = "store_linked"
    STORE_LOCKED = "store_locked"
    DISK_FULL = "disk_full"
    FOLDER_READ_ONLY = "folder_read_only"
    STORE_IO = "store_io"
    PLACE_TAKEN = "place_taken"
    MIGRATION_FAILED = "migration_failed"
    STALE_REVISION = "stale_revision"
    RECORD_MISSING = "record_missing"
    RECORD_FROZEN = "record_frozen"
    CLOCK_BACKWARDS = "clock_backwards"
    CLOCK_AHEAD = "clock_ahead"
    # workflow
    TRANSITION_REFUSED = "transition_refused"
    ANSWERS_INVALID = "answers_invalid"
    READ_BACK_MISSING = "read_back_missing"
    PRIVACY_SHEET_MISSING = "privacy_sheet_missing"
    ACTING_REFUSED = "acting_refused"
    PARENTS_OF_ADULT = "parents_of_adult"
    MANDATE_MISSING = "mandate_missing"
    MANDATE_UNSIGNED = "mandate_unsigned"
    MANDATE_NOT_YET = "mandate_not_yet"
    MANDATE_EXPIRED = "mandate_expired"
    MANDATE_REVOKED = "mandate_revoked"
    MANDATE_SCOPE = "mandate_scope"
    MANDATE_OTHERS = "mandate_others"
    MANDATE_GIVER = "mandate_giver"
    MANDATE_ON_PAD = "mandate_on_pad"
    AGENT_OFFICIAL = "agent_official"
    AGENT_DECIDES = "agent_decides"
    MANDATE_DAMAGED = "mandate_damaged"
    MANDATE_TERM = "mandate_term"
    MANDATE_PARTIES = "mandate_parties"
    MANDATE_CHILD = "mandate_child"
    MANDATE_SELF = "mandate_self"
    FORM_UNRELEASED = "form_unreleased"
    FORM_IN_USE = "form_in_use"
    FORM_KNOWN = "form_known"
    FORM_REFUSED = "form_refused"
    FORM_FAULTY = "form_faulty"
    RELEASE_INCOMPLETE = "release_incomplete"
    HAND_IN_BLOCKED = "hand_in_blocked"
    SIGNATURE_ON_PAPER_ONLY = "signature_on_paper_only"
    SIGNATURE_EMPTY = "signature_empty"
    SIGNER_OTHER = "signer_other"
    MARK_NO_WRITTEN_FORM = "mark_no_written_form"
    WITNESS_MISSING = "witness_missing"
    RECORD_OFFICIALS_ONLY = "record_officials_only"
    RECORD_AT_AN_OFFICE = "record_at_an_office"
    RECORD_NOT_BY_LAW = "record_not_by_law"
    RECORD_OTHER_OFFICE = "record_other_office"
    SESSION_RUNNING = "session_running"
    SESSION_MISSING = "session_missing"
    SESSION_RESULT_MISSING = "session_result_missing"
    SESSION_IN_FUTURE = "session_in_future"
    SESSION_TOO_OLD = "session_too_old"
    SESSION_ENDS_FIRST = "session_ends_first"
    HEADS_EXCEED = "heads_exceed"
    SHEET_UNREADABLE = "sheet_unreadable"
    SHEET_TOO_LARGE = "sheet_too_large"
    SHEET_TAKEN = "sheet_taken"
    SHEET_EMPTY = "sheet_empty"
    SHEET_MAP = "sheet_map"
    SESSION_OF_COLLEAGUE = "session_of_colleague"
    SESSION_HAS_CASES = "session_has_cases"
    STOP_NAME = "stop_name"
    STOP_TIMES = "stop_times"
    STOP_DAYS = "stop_days"
    STOP_SINCE = "stop_since"
    STOP_DATE = "stop_date"
    INITIALS_ONLY = "initials_only"
    PURPOSE_NAMES = "purpose_names"
    NAME_KNOWN = "name_known"
    APPOINTMENT_LENGTH = "appointment_length"
    FOLLOW_UP_REASON = "follow_up_reason"
    FOLLOW_UP_OF_COLLEAGUE = "follow_up_of_colleague"
    CALENDAR_UNREADABLE = "calendar_unreadable"
    CALENDAR_TOO_LARGE = "calendar_too_large"
    NOT_PERMITTED = "not_permitted"
    FORM_KEEPER_ONLY = "form_keeper_only"
    COORDINATOR_NO_PERSONS = "coordinator_no_persons"
    UNDERTAKING_MISSING = "undertaking_missing"
    TAKEOVER_MISSING = "takeover_missing"
    TAKEOVER_REASON_MISSING = "takeover_reason_missing"
    NAME_IN_REASON = "name_in_reason"
    NAMES_HIDDEN = "names_hidden"
    OWN_ROLE = "own_role"
    OWN_UNDERTAKING = "own_undertaking"
    LAST_RESPONSIBLE = "last_responsible"
    PILOT_NAME_TAKEN = "pilot_name_taken"
    CONSENT_MISSING = "consent_missing"
    PERSON_UNFINISHED = "person_unfinished"
    PERSON_OF_COLLEAGUES = "person_of_colleagues"
    # letters from offices
    LETTER_BEFORE_ITS_DATE = "letter_before_its_date"
    LETTER_DUE_UNLIKELY = "letter_due_unlikely"
    LETTER_NOT_LAST = "letter_not_last"
    CASE_NUMBER_UNKNOWN = "case_number_unknown"
    REASON_MISSING = "reason_missing"
    OFFICE_MISSING = "office_missing"
    # evidence files
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TOO_MANY_PIXELS = "file_too_many_pixels"
    FILE_TOO_MANY_PAGES = "file_too_many_pages"
    FILE_UNPACKS_TOO_LARGE = "file_unpacks_too_large"
    FILE_KIND_UNKNOWN = "file_kind_unknown"
    FILE_BROKEN = "file_broken"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_UNREADABLE = "file_unreadable"
    # answers of a form
    REQUIRED = "required"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_A_CHOICE = "not_a_choice"
    WRONG_TYPE = "wrong_type"
    WRONG_PATTERN = "wrong_pattern"
    DIGITS_MISSING = "digits_missing"
    CHARACTER_NOT_ALLOWED = "character_not_allowed"
    NOT_NORMALISED = "not_normalised"
    DATE_INVALID = "date_invalid"
    DATE_IN_FUTURE = "date_in_future"
    DATE_BEFORE_FREEZE = "date_before_freeze"
    DATE_BEFORE_REVOCATION = "date_before_revocation"
    DATE_TOO_EARLY = "date_too_early"
    DATE_BEFORE_OTHER = "date_before_other"
    TOO_YOUNG = "too_young"
    MINOR_ALONE = "minor_alone"
    ADULT_MISSING = "adult_missing"
    IBAN_INVALID = "iban_invalid"
    BIC_INVALID = "bic_invalid"
    TAX_ID_INVALID = "tax_id_invalid"
    SERIAL_NUMBER_INVALID = "serial_number_invalid"
    PLATE_INVALID = "plate_invalid"
    VEHICLE_NUMBER_INVALID = "vehicle_number_invalid"
    INSURANCE_NUMBER_INVALID = "insurance_number_invalid"
    TIME_INVALID = "time_invalid"
    MOMENT_INVALID = "moment_invalid"
    ONE_NEEDED = "one_needed"
    ONLY_ONE = "only_one"
    POSTCODE_INVALID = "postcode_invalid"
    PHONE_INVALID = "phone_invalid"
    EMAIL_INVALID = "email_invalid"
    NOT_UNIQUE = "not_unique"
    UNEXPECTED = "unexpected"
    INVALID = "invalid"
    # form documents
    FORM_MISSING = "form_missing"
    FORM_BROKEN = "form_broken"
    XDF_REFUSED = "xdf_refused"
    # catalogue
    CATALOGUE_MISSING = "catalogue_missing"
    CATALOGUE_DAMAGED = "catalogue_damaged"
    # backups
    BACKUP_FOLDER_MISSING = "backup_folder_missing"
    BACKUP_FULL = "backup_full"
    BACKUP_READ_ONLY = "backup_read_only"
    BACKUP_UNPROVED = "backup_unproved"
    BACKUP_NEEDS_CODE = "backup_needs_code"
    BACKUP_MISSING = "backup_missing"
    BACKUP_DAMAGED = "backup_damaged"
    BACKUP_NEWER = "backup_newer"
    BACKUP_CODE_WRONG = "backup_code_wrong"
    BACKUP_PASSPHRASE_WRONG = "backup_passphrase_wrong"  # noqa: S105 - a problem code, not a secret
    RESTORE_OCCUPIED = "restore_occupied"
    # practice
    PRACTICE_CLOSED = "practice_closed"
    # the central portal
    PORTAL_OFFLINE = "portal_offline"
    PORTAL_BUSY = "portal_busy"
    PORTAL_CERTIFICATE = "portal_certificate"
    PORTAL_SHUT_OUT = "portal_shut_out"
    PORTAL_OUTDATED = "portal_outdated"
    PORTAL_ANSWER = "portal_answer"
    PORTAL_NEWER = "portal_newer"
    PORTAL_OLDER = "portal_older"
    PORTAL_KEY = "portal_key"
    PORTAL_AUTHORITY = "portal_authority"
    PORTAL_ADDRESS = "portal_address"
    PORTAL_CODE = "portal_code"
    PORTAL_FINGERPRINT = "portal_fingerprint"
    PORTAL_NOBODY = "portal_nobody"
    PORTAL_FOREIGN = "portal_foreign"
    PORTAL_PROXY = "portal_proxy"
    PORTAL_ELSEWHERE = "portal_elsewhere"
    PORTAL_LOST = "portal_lost"
    STICK_NO_PORTAL = "stick_no_portal"
    STICK_DAMAGED = "stick_damaged"
    STICK_ELSEWHERE = "stick_elsewhere"
    STICK_OLD = "stick_old"
    # exports and papers
    EXPORT_FAILED = "export_failed"
    EXPORT_FULL = "export_full"
    EXPORT_READ_ONLY = "export_read_only"
    PUBLICATION_TOO_SMALL = "publication_too_small"
    PUBLICATION_NOTHING_NEW = "publication_nothing_new"
    PUBLICATION_MONTHS = "publication_months"
    PUBLICATION_REST_SMALL = "publication_rest_small"
    STATION_FILE_DAMAGED = "station_file_damaged"
    STATION_FILE_NEWER = "station_file_newer"
    STATION_FILE_TOO_LARGE = "station_file_too_large"
    STATION_FILE_OWN = "station_file_own"
    STATION_FILE_TAKEN = "station_file_taken"
    STATION_FILE_OLDER = "station_file_older"
    STATION_FILE_AHEAD = "station_file_ahead"
    STATION_KEY_CHANGED = "station_key_changed"
    STATION_KEY_UNCONFIRMED = "station_key_unconfirmed"
    REPORT_NAME = "report_name"
    REPORT_THERE = "report_there"
    REPORT_UNKNOWN = "report_unknown"
    PREVIEW_FAILED = "preview_failed"
    HELP_PAGE_MISSING = "help_page_missing"


Param = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """One expected problem.

    ``pointer`` is a JSON Pointer (RFC 6901) into the answers where the problem belongs to a field,
    else empty. ``params`` never hold a person's data unless the problem is shown at that very field.
    """

    code: Code
    params: tuple[tuple[str, Param], ...] = ()
    pointer: str = ""

    def param(self, name: str, default: Param = "") -> Param:
        """Return one parameter by name."""
        return dict(self.params).get(name, default)


class ProblemError(Exception):
    """Carries a problem up to the place that can tell the user."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


def problem(code: Code, pointer: str = "", **params: Param) -> Problem:
    """Return a problem from keyword parameters."""
    return Problem(code, tuple(sorted(params.items())), pointer)


def refuse(code: Code, **params: Param) -> ProblemError:
    """Return the exception for a problem, to be raised by the caller."""
    return ProblemError(problem(code, "", **params))
