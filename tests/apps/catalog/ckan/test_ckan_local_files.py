"""Files are found where CKAN and ckanapi leave them, and nowhere else."""

import pytest

from cauce.apps.catalog.ckan.local_files import LocalFiles
from cauce.apps.catalog.ckan.package import package_of
from cauce.base.errors import Refusal
from tests.apps.catalog.ckan.former_portal import LIT, package, resource


def found(folder, record, place=0):
    read = package_of(record)
    path = LocalFiles(folder).of(read, read.resources[place])
    return path and str(path.relative_to(folder.resolve()))


@pytest.mark.parametrize(
    "kept",
    [
        f"resources/{LIT[:3]}/{LIT[3:6]}/{LIT[6:]}",
        f"{LIT[:3]}/{LIT[3:6]}/{LIT[6:]}",
        "luz/data/hogares-con-luz.csv",
        "luz/data/luz.csv",
        "luz/luz.csv",
        f"luz/{LIT}.csv",
        f"{LIT}.csv",
        "luz.csv",
        "otra/honda/luz.csv",
    ],
)
def test_every_layout(tmp_path, kept):
    path = tmp_path / kept
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a;b\n")
    record = package("luz", resources=[resource(LIT, "Hogares con luz", "luz.csv")])
    assert found(tmp_path, record) == kept


def test_two_files_of_a_name_are_not_guessed_between(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "luz.csv").write_text("a;b\n")
    assert found(tmp_path, package("luz", resources=[resource("1", "L", "luz.csv")])) is None


def test_the_numbers_that_ckanapi_gives_to_names_alike(tmp_path):
    data = tmp_path / "luz" / "data"
    data.mkdir(parents=True)
    for name in ("datos.csv", "datos0.csv"):
        (data / name).write_text("a;b\n")
    said = [resource("1", "Datos", "x.csv"), resource("2", "Datos", "y.csv")]
    record = package("luz", resources=said)
    assert found(tmp_path, record, 0) == "luz/data/datos.csv"
    assert found(tmp_path, record, 1) == "luz/data/datos0.csv"


@pytest.mark.parametrize(
    ("name", "identifier", "file"),
    [
        ("..", "x", "secreto.csv"),
        ("../fuera", "x", "secreto.csv"),
        ("luz", "../secreto", "x.csv"),
        ("luz", "abc../../../fuera/secreto", "x.csv"),
        ("luz", "x", "..%2F..%2Fsecreto.csv"),
        ("luz", "x", "..\\..\\secreto.csv"),
        ("luz\x00", "x\x00y", "secreto\x00.csv"),
        ("l" * 5000, "i" * 5000, "f" * 5000),
    ],
)
def test_nothing_outside_the_folder_is_opened(tmp_path, name, identifier, file):
    inside = tmp_path / "archivos"
    (inside / "luz").mkdir(parents=True)
    for place in (tmp_path / "secreto.csv", tmp_path / "fuera" / "secreto.csv"):
        place.parent.mkdir(exist_ok=True)
        place.write_text("a;b\n")
    record = package(name, resources=[resource(identifier, file, file)])
    assert found(inside, record) is None


def test_a_link_that_leads_outside_is_not_followed_and_circles_end(tmp_path):
    inside = tmp_path / "archivos"
    inside.mkdir()
    (tmp_path / "secreto.csv").write_text("a;b\n")
    (inside / "luz.csv").symlink_to(tmp_path / "secreto.csv")
    (inside / "vuelta").symlink_to(inside)
    (inside / "uno.csv").symlink_to(inside / "dos.csv")
    (inside / "dos.csv").symlink_to(inside / "uno.csv")
    for file in ("luz.csv", "uno.csv", "nada.csv"):
        assert found(inside, package("luz", resources=[resource("1", "L", file)])) is None


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(Refusal, match="No existe la carpeta"):
        LocalFiles(tmp_path / "nada")
