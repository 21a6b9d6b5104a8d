"""What ``make bundle`` makes installs and serves in a network namespace that has no network."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CUT = ["unshare", "--user", "--map-root-user", "--net"]
"""Runs a command where no address can be reached, not even this machine's."""


def _can_cut() -> bool:
    return shutil.which("unshare") is not None and not subprocess.run([*CUT, "true"]).returncode


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The bundle, made and unpacked."""
    out = tmp_path_factory.mktemp("dist")
    made = [sys.executable, str(ROOT / "scripts" / "bundle.py"), "--out", str(out)]
    subprocess.run(made, check=True, capture_output=True, timeout=900)
    archive = next(out.glob("*.tar.gz"))
    with tarfile.open(archive) as packed:
        packed.extractall(out, filter="data")
    return out / archive.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def installed(bundle, tmp_path_factory):
    """The place where it was installed, with the network cut."""
    if not _can_cut():
        pytest.skip("this machine does not let a test cut its network (unshare)")
    place = tmp_path_factory.mktemp("opt") / "cauce"
    command = [*CUT, str(bundle / "instalar.sh"), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "Cauce está instalado" in done.stdout
    return place


@pytest.mark.long
def test_it_installs_and_makes_a_site(installed, tmp_path):
    data = tmp_path / "datos"
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [*CUT, str(installed / "bin" / "cauce"), "demo", "--data", str(data), "--no-serve"]
    done = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    checked = subprocess.run(
        [*CUT, str(installed / "bin" / "cauce"), "doctor", "--data", str(data)],
        env={**clean, "CAUCE_CONFIG": str(data / "cauce.toml")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "íntegros" in checked.stdout, checked.stdout + checked.stderr


@pytest.mark.long
def test_every_piece_is_in_the_bill_of_materials(bundle):
    bill = json.loads((bundle / "sbom.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "cauce"
    named = {component["name"].lower().replace("-", "_") for component in bill["components"]}
    wheels = {path.name.split("-")[0].lower() for path in (bundle / "wheels").glob("*.whl")}
    assert wheels - named <= {"pip", "cauce"}
    assert all(component.get("licenses") for component in bill["components"])
    assert "file:" not in (bundle / "sbom.cdx.json").read_text("utf-8")


@pytest.mark.long
def test_a_changed_piece_is_not_installed(bundle, tmp_path):
    copy = tmp_path / bundle.name
    shutil.copytree(bundle, copy)
    wheel = next((copy / "wheels").glob("cauce-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"x")
    command = [str(copy / "instalar.sh"), str(tmp_path / "place")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "está dañado o fue cambiado" in done.stderr
    assert not (tmp_path / "place").exists()
