"""The demonstration's drafts: what is stopped, waits for a review, came back or has its date."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, BinaryIO, Final

from django.utils import timezone

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.findings import place_of, standing_in_the_way
from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.core.models import Organisation, User
from cauce.base.errors import Refusal

PUBLISHER: Final = "publicadora@demo.example"
REVIEWER: Final = "revisora@demo.example"
OFFICER: Final = "ogd@demo.example"


def receive_draft(
    words: Mapping[str, Any], organisations: Mapping[str, Organisation], stream: BinaryIO
) -> Upload:
    """The file of a draft, sent by who publishes."""
    title = words.get("dataset")
    return actions.receive_upload(
        actor=_person(PUBLISHER),
        organisation=organisations[words["organisation"]],
        name=words["file"].rpartition("/")[2],
        stream=stream,
        dataset=Dataset.objects.get(title=title) if title else None,
    )


def bring_drafts(described: Sequence[Mapping[str, Any]], uploads: Sequence[Upload]) -> None:
    """Brings each draft, whose file was read, to where its description says that it stands."""
    for words, upload in zip(described, uploads, strict=True):
        upload.refresh_from_db()
        if upload.state != Upload.State.READ:
            raise Refusal(upload.refusal or f"«{upload.name}» no se leyó.")
        _bring(words, upload)


def _bring(words: Mapping[str, Any], upload: Upload) -> None:
    publisher, reviewer = _person(PUBLISHER), _person(REVIEWER)
    actions.describe_upload(
        actor=publisher,
        upload=upload,
        description=_description(words, upload),
        change_note=words.get("change_note", ""),
    )
    if words["stands"] == "draft":
        return
    if "waiver_given" in words:
        _waive(words, upload)
    actions.request_review(actor=publisher, upload=upload, message=words.get("message", ""))
    if words["stands"] == "returned":
        actions.return_upload(actor=reviewer, upload=upload, notes=words["notes"])
    if words["stands"] == "scheduled":
        moment = timezone.localtime() + timedelta(days=words["in_days"])
        at = moment.replace(hour=8, minute=0, second=0, microsecond=0)
        actions.schedule_upload(actor=reviewer, upload=upload, publish_at=at)


def _waive(words: Mapping[str, Any], upload: Upload) -> None:
    upload.refresh_from_db()
    for finding in standing_in_the_way(upload):
        table, column, check = place_of(finding)
        actions.ask_waiver(
            actor=_person(PUBLISHER),
            upload=upload,
            table=table,
            column=column,
            check=check,
            request=words["waiver_asked"],
        )
        actions.grant_waiver(
            actor=_person(OFFICER),
            upload=upload,
            table=table,
            column=column,
            check=check,
            reason=words["waiver_given"],
            standing=True,
        )


def _description(words: Mapping[str, Any], upload: Upload) -> Description:
    """What the draft says; a new version says what its dataset says."""
    if upload.dataset_id is not None:
        return queries.upload_view(upload).description
    return Description(
        title=words["title"],
        summary=words["summary"],
        themes=tuple(words["themes"]),
        owner=words["owner"],
        period=words.get("period", ""),
        frequency=words.get("frequency", "IRREG"),
        sources=words.get("sources", ""),
        contact=upload.organisation.contact_email,
    )


def _person(email: str) -> User:
    return User.objects.get(email=email)
