"""`cauce doctor` says which maps there are for the site's country."""

from dataclasses import replace

import pytest

from cauce.cli.checkup_maps import maps


@pytest.fixture
def country(settings, tmp_path):
    def choose(code):
        settings.CAUCE = replace(settings.CAUCE, country=code, data_dir=tmp_path)
        return list(maps())

    return choose


def test_guatemala_has_its_maps(country):
    (found,) = country("gt")
    assert found.level == "ok"
    assert "gt.municipality (340 de 340)" in found.sentence


def test_peru_without_maps_is_a_warning_with_what_to_do(country):
    (found,) = country("pe")
    assert found.level == "warning"
    assert "cuadrícula" in found.sentence
    assert "cauce territory load" in found.remedy


def test_a_map_that_is_not_whole_is_a_fault(country, tmp_path):
    (tmp_path / "territory").mkdir()
    (tmp_path / "territory" / "pe.district.json").write_text("{", "utf-8")
    assert [found.level for found in country("pe")] == ["fault", "warning"]
