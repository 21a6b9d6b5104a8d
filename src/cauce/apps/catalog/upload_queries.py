"""What the publishing pages read: uploads, and for whom a person may publish."""

from cauce.apps.catalog.contracts import Organisation, UploadLine, UploadView
from cauce.apps.catalog.descriptions import draft_of
from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.catalog.suggestions import suggested
from cauce.apps.catalog.tables import read_tables
from cauce.apps.core.access import Reader
from cauce.apps.core.leases import State as JobState
from cauce.apps.core.permissions import Verb, organisations_where
from cauce.apps.core.queries import job_status
from cauce.engine.reading.report import FileReport

State = Upload.State


def uploads_of(actor: Reader, most: int = 100) -> tuple[UploadLine, ...]:
    """The uploads of the organisations that ``actor`` edits for, the last first."""
    rows = (
        Upload.objects.filter(organisation__in=organisations_where(actor, Verb.EDIT_DATASET))
        .exclude(state=State.DISCARDED)
        .select_related("organisation", "dataset", "uploaded_by", "job", "version")
        .defer("report", "profiles", "recipe", "drift", "version__recipe")
        .order_by("-uploaded_at", "-pk")[:most]
    )
    return tuple(_line(row) for row in rows)


def upload_view(upload: Upload) -> UploadView:
    """Everything about an upload, which comes from ``access.upload_for_editing``."""
    line = _line(upload)
    report = FileReport.from_json(upload.report) if upload.report else None
    draft = draft_of(upload.description)
    tables = read_tables(report, upload.profiles, draft.tables) if report else ()
    begin = suggested(tables, upload.dataset, upload.organisation)
    if report and begin.tables and not draft.tables:
        tables = read_tables(report, upload.profiles, begin.tables)
    job = job_status(upload.job) if upload.job else None
    given_up = job.error if job and line.state == State.REFUSED else ""
    return UploadView(
        line=line,
        sha256=upload.sha256,
        refusal=upload.refusal or given_up,
        job=job,
        report=report,
        tables=tables,
        recipe=report.recipe.to_json() if report else None,
        drift=tuple(upload.drift),
        description=draft if upload.description else begin,
    )


def organisations_to_publish_for(actor: Reader) -> tuple[Organisation, ...]:
    """The organisations that ``actor`` may publish for, by name."""
    rows = organisations_where(actor, Verb.PUBLISH_DATASET).order_by("name")
    return tuple(Organisation.of(row) for row in rows)


def datasets_to_publish(actor: Reader) -> tuple[tuple[str, str, str], ...]:
    """``(slug, title, slug of the organisation)`` of what ``actor`` may publish new versions of."""
    organisations = organisations_where(actor, Verb.PUBLISH_DATASET)
    return tuple(
        Dataset.objects.filter(organisation__in=organisations, state=Dataset.State.PUBLISHED)
        .order_by("title")
        .values_list("slug", "title", "organisation__slug")
    )


def _line(row: Upload) -> UploadLine:
    state = _state(row)
    return UploadLine(
        key=row.key,
        name=row.name,
        size=row.size,
        organisation=Organisation.of(row.organisation),
        state=state.value,
        state_label=str(state.label),
        uploaded_at=row.uploaded_at,
        uploaded_by=row.uploaded_by.full_name if row.uploaded_by else "",
        dataset=row.dataset.slug if row.dataset else "",
        title=row.dataset.title if row.dataset else str(row.description.get("title", "")),
        version=row.version.number if row.version else None,
    )


def _state(row: Upload) -> Upload.State:
    """The state a person sees: a reading whose job was given up was refused."""
    state = State(row.state)
    if state == State.READING and row.job and row.job.state == JobState.FAILED:
        return State.REFUSED
    return state
