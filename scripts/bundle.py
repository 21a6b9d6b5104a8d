"""One archive that installs Cauce where there is no network: ``make bundle``.

It downloads the pinned wheels (their hashes checked), builds Cauce's own, lists everything in a
software bill of materials (CycloneDX), and packs them with what an administrator needs. Before it
is packed it is installed once with no index, into a place of its own: a bundle that does not
install is not made.

    python scripts/bundle.py [--out dist]

It fits the system it is made on (Python's minor version, processor): its name says which.
"""

import argparse
import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
DEPLOY = ROOT / "deploy"
LICENCES = {"pyrage": "MIT"}
"""Of pieces whose wheels do not say it: as the project's repository does."""


def main() -> int:
    """Makes the archive and prints its name, its size and its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of the archive")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = make_bundle(Path(folder), options.out)
    print(f"{archive.name}: {archive.stat().st_size / 2**20:.0f} MB")
    print(f"SHA-256 {_sha256(archive)}")
    return 0


def make_bundle(work: Path, out: Path) -> Path:
    """Builds the bundle in ``work`` and packs it into ``out``; gives the archive."""
    wheels = work / "wheels"
    wheels.mkdir()
    _download(wheels)
    cauce = _build(wheels)
    version = cauce.name.split("-")[1]
    machine = platform.machine().lower()
    name = f"cauce-{version}-py{sys.version_info[0]}{sys.version_info[1]}-{machine}"
    bundle = work / name
    bundle.mkdir()
    shutil.move(wheels, bundle / "wheels")
    (bundle / "requirements.txt").write_text(_pinned(bundle / "wheels" / cauce.name), "utf-8")
    for path in sorted(DEPLOY.iterdir()):
        shutil.copy(path, bundle / path.name)
    shutil.copy(ROOT / "LICENSE", bundle)
    shutil.copy(ROOT / "docs" / "configuracion.md", bundle)
    shutil.copytree(ROOT / "docs" / "guia", bundle / "guia")
    _prove_and_list(bundle, work / "prueba")
    (bundle / "SHA256SUMS").write_text(_sums(bundle), "utf-8")
    return _pack(bundle, out / f"{name}.tar.gz")


def _download(wheels: Path) -> None:
    """The wheels of everything that a running Cauce needs, and the pip that installs them."""
    pip = wheels / "pip.txt"
    pip.write_text(_pins_of("pip"), "utf-8")
    for pins in (REQUIREMENTS / "core.txt", pip):
        asked = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(pins)]
        _run([*_PIP, "download", *asked, "--dest", str(wheels)])
    pip.unlink()


def _pins_of(name: str) -> str:
    """The lines of one requirement of what builds, with its hashes."""
    lines = (REQUIREMENTS / "build.txt").read_text("utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(f"{name}=="))
    last = next(
        place for place, line in enumerate(lines) if place >= first and not line.endswith("\\")
    )
    return "\n".join(lines[first : last + 1]) + "\n"


def _build(wheels: Path) -> Path:
    """Cauce's own wheel, with its translations compiled."""
    _run(["make", "messages"], cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "cauce"
        copy.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        for name in ("src", "requirements"):
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels)]
        _run([*_PIP, "wheel", *options, str(copy)])
    return next(wheels.glob("cauce-*.whl"))


def _pinned(cauce: Path) -> str:
    """The requirements with the hashes of exactly what is inside."""
    pins = (REQUIREMENTS / "core.txt").read_text("utf-8")
    version = cauce.name.split("-")[1]
    return f"{pins.rstrip()}\ncauce=={version} \\\n    --hash=sha256:{_sha256(cauce)}\n"


def _prove_and_list(bundle: Path, place: Path) -> None:
    """Installs the bundle as its reader will, and writes the bill of what was installed."""
    installed = install(bundle, place)
    _run([str(installed), "--version"])
    python = place / "bin" / "python"
    listed = bundle / "sbom.cdx.json"
    _run(
        [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--output-reproducible",
            "--short-PURLs",
            "--pyproject",
            str(ROOT / "pyproject.toml"),
            "--output-format",
            "JSON",
            "--output-file",
            str(listed),
            str(python),
        ],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    bill = json.loads(listed.read_text("utf-8"))
    for component in bill["components"]:
        if not component.get("licenses") and component["name"] in LICENCES:
            component["licenses"] = [{"license": {"id": LICENCES[component["name"]]}}]
    listed.write_text(json.dumps(bill, ensure_ascii=False, indent=1), "utf-8")
    named = {component["name"].lower() for component in bill["components"]}
    wheels = {path.name.split("-")[0].lower() for path in (bundle / "wheels").iterdir()}
    missing = {name for name in wheels if name.replace("_", "-") not in _dashed(named)}
    if missing - {"pip", "cauce"}:
        raise SystemExit(f"the bill of materials lacks {', '.join(sorted(missing))}")


def install(bundle: Path, place: Path) -> Path:
    """Installs an unpacked bundle into a new environment, without any index; its command."""
    venv.create(place, with_pip=False)
    pip = next((bundle / "wheels").glob("pip-*.whl"))
    _run(
        [
            str(place / "bin" / "python"),
            f"{pip}/pip",
            "--quiet",
            "--disable-pip-version-check",
            "install",
            "--no-index",
            "--no-deps",
            "--find-links",
            str(bundle / "wheels"),
            "--require-hashes",
            "--requirement",
            str(bundle / "requirements.txt"),
        ],
        env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull},
    )
    return place / "bin" / "cauce"


def _sums(bundle: Path) -> str:
    return "".join(
        f"{_sha256(path)}  {path.relative_to(bundle)}\n"
        for path in _files(bundle)
        if path.name != "SHA256SUMS"
    )


def _pack(bundle: Path, archive: Path) -> Path:
    """The same files give the same bytes: sorted, without owners or times."""
    with (
        archive.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in _files(bundle):
            tar.add(path, f"{bundle.name}/{path.relative_to(bundle)}", filter=_anonymous)
    return archive


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    member.mode = 0o755 if member.name.endswith(".sh") else 0o644
    return member


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _dashed(names: set[str]) -> set[str]:
    return {name.replace("_", "-") for name in names}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


def _run(command: Sequence[str], **options: object) -> None:
    subprocess.run(command, check=True, **options)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
