"""What the publishing pages read: uploads, and for whom a person may publish."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from django.db.models import Case, Exists, OuterRef, Subquery, When

from cauce.apps.catalog.contracts import (
    Organisation,
    ReviewLine,
    UploadLine,
    UploadView,
    WaiverView,
)
from cauce.apps.catalog.corrections import corrections_of
from cauce.apps.catalog.descriptions import draft_of
from cauce.apps.catalog.findings import (
    findings_of,
    place_of,
    standing_in_the_way,
    waivers_of,
)
from cauce.apps.catalog.models import Dataset, Review, Upload, Waiver
from cauce.apps.catalog.originals import obstacles
from cauce.apps.catalog.suggestions import origins, suggested
from cauce.apps.catalog.tables import read_tables
from cauce.apps.core.access import Reader
from cauce.apps.core.leases import State as JobState
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Verb, may, organisations_where
from cauce.apps.core.queries import job_status
from cauce.engine.reading.report import FileReport

State = Upload.State


def uploads_of(actor: Reader, most: int = 200) -> tuple[UploadLine, ...]:
    """The uploads of the organisations whose drafts ``actor`` reads.

    Those on their way come before those published; within both, the last first.
    """
    own = Upload.editors.through.objects.filter(upload=OuterRef("pk"), user=_number(actor))
    asked = Waiver.objects.filter(upload=OuterRef("pk"), granted__isnull=True)
    rows = (
        Upload.objects.filter(organisation__in=organisations_where(actor, Verb.READ_DRAFTS))
        .exclude(state=State.DISCARDED)
        .select_related("organisation", "dataset", "uploaded_by", "job", "version")
        .defer("report", "profiles", "recipe", "drift", "comparison", "version__recipe")
        .annotate(
            last_verdict=_last_verdict(),
            waiver_asked=Exists(asked),
            own=Exists(own),
            done=Case(When(state=State.PUBLISHED, then=1), default=0),
        )
        .order_by("done", "-uploaded_at", "-pk")[:most]
    )
    where = {
        verb: set(organisations_where(actor, verb).values_list("pk", flat=True))
        for verb in (Verb.EDIT_DATASET, Verb.REVIEW_DATASET, Verb.GOVERN_DATA)
    }
    return tuple(replace(_line(row), waits_for=frozenset(_waits_for(row, where))) for row in rows)


def _waits_for(row: Upload, where: Mapping[Verb, Container[int]]) -> Iterator[str]:
    """What ``actor`` does next with an upload; ``where`` they may do what."""

    def may_here(verb: Verb) -> bool:
        return row.organisation_id in where[verb]

    own, asked = getattr(row, "own", False), getattr(row, "waiver_asked", False)
    if row.state == State.REVIEW and may_here(Verb.REVIEW_DATASET) and not own:
        yield "review"
    if row.state == State.READ and asked and may_here(Verb.GOVERN_DATA) and not own:
        yield "waive"
    if row.state in (State.READ, State.REFUSED) and may_here(Verb.EDIT_DATASET):
        yield "correct" if _was_returned(row) else "describe"


def _was_returned(row: Upload) -> bool:
    return getattr(row, "last_verdict", None) == Review.Verdict.RETURNED


def _number(actor: Reader) -> int:
    return actor.pk if isinstance(actor, User) else 0


def upload_view(upload: Upload, reader: Reader | None = None) -> UploadView:
    """Everything about an upload, which comes from ``access``; with what ``reader`` may do now."""
    line = _line(upload)
    report = FileReport.from_json(upload.report) if upload.report else None
    draft = draft_of(upload.description)
    tables = read_tables(report, upload.profiles, draft.tables) if report else ()
    begin = draft
    if not upload.description:
        begin = suggested(tables, upload.dataset, upload.organisation)
        tables = read_tables(report, upload.profiles, begin.tables) if report else ()
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
        description=begin,
        suggested=origins(begin, tables, upload.dataset) if not upload.description else {},
        findings=findings_of(upload),
        in_the_way=standing_in_the_way(upload),
        waivers=tuple(_waivers(upload)),
        comparison=upload.comparison,
        change_note=upload.change_note,
        original_public=upload.original_public,
        original_obstacles=obstacles(upload) if report else (),
        publish_at=upload.publish_at,
        reviews=tuple(_reviews(upload)),
        corrections=corrections_of(upload),
        may=_may(upload, reader) if reader is not None else frozenset(),
    )


def _may(upload: Upload, reader: Reader) -> frozenset[str]:
    """What the reader may do with an upload as it stands now."""
    edits = may(reader, Verb.EDIT_DATASET, upload.organisation)
    reviews = may(reader, Verb.REVIEW_DATASET, upload.organisation)
    own = isinstance(reader, User) and upload.editors.filter(pk=reader.pk).exists()
    state = State(upload.state)
    allowed: set[str] = set()
    if edits and state in (State.RECEIVED, State.READING, State.READ, State.REFUSED):
        allowed.add("edit")
    if edits and state == State.READ:
        allowed.add("submit")
    if state in (State.REVIEW, State.SCHEDULED):
        allowed |= {"recall"} if edits else set()
        allowed |= {"return"} if reviews else set()
        allowed |= {"publish"} if reviews and not own else set()
    if state == State.READ and not own and may(reader, Verb.GOVERN_DATA, upload.organisation):
        allowed.add("waive")
    return frozenset(allowed)


def _waivers(upload: Upload) -> Iterator[WaiverView]:
    waivers = waivers_of(upload)
    for finding in findings_of(upload):
        row = waivers.get(place_of(finding))
        if row is not None:
            yield WaiverView(
                finding=finding,
                request=row.request,
                asked_by=row.asked_by.full_name if row.asked_by else "",
                asked_at=row.asked_at,
                reason=row.reason,
                granted=row.granted,
                standing=row.standing,
                inherited=row.upload_id != upload.pk,
                decided_at=row.decided_at,
            )


def _reviews(upload: Upload) -> Iterator[ReviewLine]:
    for row in upload.reviews.select_related("asked_by", "decided_by"):
        yield ReviewLine(
            number=row.pk,
            verdict=row.verdict,
            verdict_label=row.get_verdict_display(),
            asked_by=row.asked_by.full_name if row.asked_by else "",
            asked_at=row.asked_at,
            message=row.message,
            decided_by=row.decided_by.full_name if row.decided_by else "",
            decided_at=row.decided_at,
            notes=row.notes,
        )


def _last_verdict() -> Subquery:
    """How the last round of review ended; null before the first."""
    rounds = Review.objects.filter(upload=OuterRef("pk")).order_by("-asked_at", "-pk")
    return Subquery(rounds.values("verdict")[:1])


def organisations_to_publish_for(actor: Reader) -> tuple[Organisation, ...]:
    """The organisations that ``actor`` may publish for, by name."""
    rows = organisations_where(actor, Verb.EDIT_DATASET).order_by("name")
    return tuple(Organisation.of(row) for row in rows)


def datasets_to_publish(actor: Reader) -> tuple[tuple[str, str, str], ...]:
    """``(slug, title, slug of the organisation)`` of what ``actor`` may publish new versions of."""
    organisations = organisations_where(actor, Verb.EDIT_DATASET)
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
        publish_at=row.publish_at,
        returned=state == State.READ and _was_returned(row),
        waiver_asked=state == State.READ and getattr(row, "waiver_asked", False),
    )


def _state(row: Upload) -> Upload.State:
    """The state a person sees: a reading whose job was given up was refused."""
    state = State(row.state)
    if state == State.READING and row.job and row.job.state == JobState.FAILED:
        return State.REFUSED
    return state
