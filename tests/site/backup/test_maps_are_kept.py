"""Maps that an administrator loaded are part of the site, and of its backup."""

from cauce.site.backup.manifest import belongs
from cauce.site.backup.sealing import Keys, opened
from cauce.site.backup.unpacking import unpack


def test_loaded_maps_come_back_from_a_backup(house, backed_up, tmp_path):
    maps = house.folder / "territory"
    maps.mkdir(mode=0o750)
    for name in ("pe.district.json", "pe.district.detail.json"):
        (maps / name).write_text(f"the map {name}", "utf-8")
    (maps / ".mapa-half").write_text("half written", "utf-8")
    written = backed_up()
    names = [each.name for each in written.manifest.files]
    assert [name for name in names if name.startswith("territory/")] == [
        "territory/pe.district.detail.json",
        "territory/pe.district.json",
    ]
    back = tmp_path / "vuelta"
    back.mkdir()
    with opened(written.path, Keys()) as stream:
        unpack(stream, back)
    assert (back / "territory/pe.district.json").read_text("utf-8") == "the map pe.district.json"


def test_nothing_else_of_that_folder_belongs_to_a_backup():
    assert belongs("territory/gt.municipality.json")
    for name in ("territory/../x.json", "territory/a/pe.district.json", "territory/x.html"):
        assert not belongs(name)
