"""``cauce import ckan``: what a portal had comes with its addresses, and the rest is listed."""

import pytest

from cauce.apps.catalog import actions
from cauce.apps.catalog.ckan import one_table
from cauce.apps.catalog.models import Dataset, Theme, Upload, Version
from cauce.apps.core.models import AuditEvent, Organisation
from cauce.apps.core.permissions import System
from tests.apps.catalog.ckan import former_portal
from tests.apps.catalog.ckan.former_portal import LIGHT, LIT, package, resource, write_dump
from tests.apps.catalog.conftest import rows_of_a_module
from tests.cli.brought import Brought

SYSTEM = System("pruebas")


@pytest.fixture(scope="module")
def moved(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole portal, brought once for all the module, and where its dump and files are."""
    folder = tmp_path_factory.mktemp("portal")
    dump, files = former_portal.write(folder)
    with rows_of_a_module(django_db_blocker):
        first = Brought(dump, "--files", files, folder / "informe.json")
        yield first, dump, files


@pytest.fixture
def first(moved, db):
    """What the first run said."""
    return moved[0]


@pytest.fixture
def again(moved, db, tmp_path):
    """Runs the same command once more."""

    def run(*words, dump=moved[1]):
        return Brought(dump, "--files", moved[2], *words, tmp_path / "otra.json")

    return run


# ------------------------------------------------------------------ what comes


def test_everything_is_accounted_for(first):
    assert first.code == 1
    assert first.fates("luz-hogares") == ["no es una tabla", "publicado", "otro formato"]
    assert first.fates("escuelas") == ["no es una tabla", "publicado", "publicado"]
    assert {row["dataset"] for row in first.rows} == {
        each["name"] for each in former_portal.PACKAGES
    }
    assert first.fates("solo-informe") == ["no es una tabla"]
    assert first.fates("perdido") == ["sin archivo"]
    assert first.fates("interno") == first.fates("borrado") == ["no era público"]
    assert first.fates("pagina") == first.fates("roto") == ["no se pudo leer"]
    assert "es una página web" in first.why("pagina")
    assert "roto" in first.why("roto")
    assert Dataset.objects.count() == Version.objects.count() == 3


def test_a_dataset_keeps_its_address_and_its_words(first):
    version = Dataset.objects.get(slug="luz-hogares").latest
    assert version.title == "Luz en los hogares"
    assert (version.licence, version.frequency, version.period) == ("CC-BY-4.0", "ANNUAL", "2018")
    assert version.themes == [["energia", "Energía y hogares"]]
    assert version.change_note == "Traído de datasets.jsonl, modificado ahí el 2019-05-06."
    assert version.published_by is None
    assert version.tables.get().rows == 3
    event = AuditEvent.objects.filter(action="catalog.publish_version").first()
    assert "cauce import ckan" in str(event.__dict__)


def test_several_tables_are_several_datasets_under_one_tag(first):
    both = Dataset.objects.filter(tags__slug="escuelas").order_by("slug")
    assert [each.slug for each in both] == ["escuelas-escuelas-2018", "escuelas-escuelas-2019"]
    assert both[0].title == "Escuelas públicas: Escuelas 2018"
    assert "Servicio (API): https://x.gt/api" in both[0].sources
    assert "no decía la licencia" in both[0].notes or "«notspecified»" in both[0].notes
    assert "«notspecified»: se publicó con CC-BY-4.0" in first.why("escuelas")


def test_organisations_and_themes_keep_their_addresses_or_are_those_there_were(first):
    ministry = Organisation.objects.get(slug="mides-ejemplo")
    assert (ministry.name, ministry.kind) == ("Ministerio Social del Ejemplo", "ministry")
    assert Organisation.objects.get(slug="unidad-social").parent == ministry
    assert not Organisation.objects.filter(slug="el-agua").exists()
    owner = Dataset.objects.get(slug="luz-hogares").organisation
    assert owner.name == "Instituto del Agua del Ejemplo"
    assert Theme.objects.get(slug="energia").name == "Energía y hogares"


def test_who_would_be_exposed_waits_as_a_draft_with_its_description(first):
    (row,) = (row for row in first.rows if row["dataset"] == "beneficiarios")
    assert row["fate"] == "borrador"
    assert "impide" in row["why"]
    upload = Upload.objects.get(name="beneficiarios.csv")
    assert row["address"] == f"/publicar/{upload.key}/"
    assert upload.description["title"] == "Beneficiarios"
    assert upload.state == "read"


def test_a_licence_that_is_not_open_is_a_person_s_to_decide(first):
    assert first.fates("cerrado") == ["borrador"]
    assert "«cc-nc» no es abierta" in first.why("cerrado")


# ------------------------------------------------------------------ old addresses


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/dataset/luz-hogares", "/datos/luz-hogares/"),
        ("/dataset/luz-hogares/", "/datos/luz-hogares/"),
        ("/es/dataset/luz-hogares", "/datos/luz-hogares/"),
        ("/dataset/id-de-luz-hogares", "/datos/luz-hogares/"),
        (f"/dataset/luz-hogares/resource/{LIT}", "/datos/luz-hogares/"),
        ("/dataset/luz-hogares/resource/luz-en-xlsx", "/datos/luz-hogares/"),
        ("/dataset/luz-hogares/resource/luz-en-pdf", "/datos/luz-hogares/"),
        ("/dataset/x/resource/esc-2019", "/datos/escuelas-escuelas-2019/"),
        ("/dataset/escuelas", "/datos/?etiqueta=escuelas"),
        ("/dataset/escuelas/resource/esc-api", "/datos/?etiqueta=escuelas"),
        ("/organization/el-agua", "/datos/?entidad=inagua"),
        ("/organization/id-mides", "/datos/?entidad=mides-ejemplo"),
        ("/group/energia", "/datos/?tema=energia"),
        ("/dataset?q=agua%20y%20luz", "/datos/?q=agua+y+luz"),
        ("/dataset?organization=el-agua&tags=Ni%C3%B1ez", "/datos/?etiqueta=ninez&entidad=inagua"),
        ("/dataset/", "/datos/"),
        ("/group", "/datos/"),
    ],
)
def test_an_old_address_leads_on_for_good(first, client, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)


def test_an_old_download_gives_the_rows(first, client):
    for file in (f"{LIT}/download/luz.csv", "luz-en-xlsx/download/luz.xlsx", f"{LIT}/download"):
        answer = client.get(f"/dataset/luz-hogares/resource/{file}", follow=True)
        assert answer.redirect_chain[0][1] == 301
        assert answer["Content-Type"].startswith("text/csv")
        assert "Tactic" in b"".join(answer).decode("utf-8-sig")


@pytest.mark.parametrize(
    "old",
    [
        "/dataset/nada",
        "/dataset/beneficiarios",
        "/dataset/interno",
        "/dataset/solo-informe",
        "/dataset/beneficiarios/resource/ben",
        "/dataset/a/resource/b/download/c.csv",
        "/organization/nada",
        "/group/nada",
        "/dataset/%2e%2e",
        "/dataset/" + "n" * 3000,
    ],
)
def test_what_is_not_here_is_not_found(first, client, old):
    assert client.get(old).status_code == 404


def test_a_withdrawn_dataset_says_so_at_its_old_address(first, client):
    dataset = Dataset.objects.get(slug="luz-hogares")
    actions.withdraw_dataset(actor=SYSTEM, dataset=dataset, reason="Tenía un error.")
    for old in ("/dataset/luz-hogares", f"/dataset/x/resource/{LIT}/download/luz.csv"):
        answer = client.get(old, follow=True)
        assert answer.status_code == 410
        assert "Tenía un error." in answer.content.decode()


# ------------------------------------------------------------------ again


def test_again_changes_nothing(again, first):
    events, uploads = AuditEvent.objects.count(), Upload.objects.count()
    second = again()
    assert second.fates("luz-hogares") == ["no es una tabla", "ya estaba", "otro formato"]
    assert second.fates("escuelas", "Escuelas") == ["ya estaba", "ya estaba"]
    assert second.fates("beneficiarios") == second.fates("cerrado") == ["borrador"]
    assert second.fates("roto") == ["no se pudo leer"]
    assert Upload.objects.count() == uploads
    refused = AuditEvent.objects.count() - events
    assert refused <= 2  # the broken workbook was tried once more


def test_a_change_there_is_the_next_version_here_with_the_words_of_here(
    again, first, moved, tmp_path
):
    dataset = Dataset.objects.get(slug="luz-hogares")
    Dataset.objects.filter(pk=dataset.pk).update(title="Luz, mejor dicho")
    changed = [{**former_portal.PACKAGES[0], "metadata_modified": "2020-01-01T00:00:00"}]
    stored = moved[2] / "resources" / LIT[:3] / LIT[3:6] / LIT[6:]
    dump = write_dump(tmp_path / "d.jsonl", changed)
    assert again(dump=dump).fates("luz-hogares", "Luz")[0] == "ya estaba"
    changed[0]["metadata_modified"] = "2020-01-02T00:00:00"
    write_dump(dump, changed)
    try:
        stored.write_text(LIGHT.replace("48123", "50000"), "utf-8")
        assert again(dump=dump).fates("luz-hogares", "Luz")[0] == "versión nueva"
        dataset.refresh_from_db()
        assert (dataset.latest.number, dataset.latest.title) == (2, "Luz, mejor dicho")
        changed[0]["metadata_modified"] = "2020-01-03T00:00:00"
        write_dump(dump, changed)
        stored.write_text("Otra;Cosa\nuno;1\ndos;2\n", "utf-8")
        third = again(dump=dump)
        assert third.fates("luz-hogares", "Luz")[0] == "borrador"
        assert "La estructura del archivo cambió" in third.why("luz-hogares")
    finally:
        stored.write_text(LIGHT, "utf-8")


def test_a_draft_that_a_person_published_is_found_at_its_old_address(again, first, client):
    upload = Upload.objects.get(name="cerrado.csv")
    words = one_table.upload_view(upload).description
    actions.publish_version(actor=SYSTEM, upload=upload, description=words)
    answer = client.get("/dataset/cerrado")
    assert (answer.status_code, answer["Location"]) == (301, "/datos/cerrado/")
    assert again().fates("cerrado") == ["ya estaba"]


def test_a_draft_that_a_person_discarded_does_not_come_back(again, first):
    actions.discard_upload(actor=SYSTEM, upload=Upload.objects.get(name="cerrado.csv"))
    assert again().fates("cerrado") == ["ya estaba"]
    assert Upload.objects.filter(name="cerrado.csv").count() == 1


def test_a_second_table_gives_the_first_its_tag(again, first, moved, tmp_path, client):
    light = former_portal.PACKAGES[0]
    more = [*light["resources"], resource("luz-2019", "Luz 2019", "luz2019.csv")]
    changed = {**light, "resources": more, "metadata_modified": "2021-01-01T00:00:00"}
    (moved[2] / "luz2019.csv").write_text(LIGHT.replace("2018", "2019"), "utf-8")
    again(dump=write_dump(tmp_path / "d.jsonl", [changed]))
    assert client.get("/dataset/luz-hogares")["Location"] == "/datos/?etiqueta=luz-hogares"
    assert Dataset.objects.filter(tags__slug="luz-hogares").count() == 2
    assert Dataset.objects.filter(slug="luz-hogares").exists()


def test_a_dry_run_writes_nothing(again, first, tmp_path):
    one = package("nuevo", resources=[resource("n", "Nuevo", "interno.csv")])
    dump = write_dump(tmp_path / "d.jsonl", [*former_portal.PACKAGES, one])
    before = AuditEvent.objects.count()
    said = again("--dry-run", dump=dump)
    assert AuditEvent.objects.count() == before
    assert said.fates("nuevo") == ["se traería"]
    assert "del archivo interno.csv" in said.why("nuevo")
    assert said.fates("perdido") == ["sin archivo"]
    assert said.fates("luz-hogares", "Luz")[0] == "ya estaba"


def test_only_what_is_asked_for(again, first):
    assert {row["dataset"] for row in again("--only", "escuelas").rows} == {"escuelas"}
    asked = again("--organisation", "el-agua", "--dry-run")
    assert {row["dataset"] for row in asked.rows} == {"luz-hogares"}
