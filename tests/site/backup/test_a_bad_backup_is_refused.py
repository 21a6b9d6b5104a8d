"""Whatever a backup is not, it is refused in a sentence, and nothing leaves it."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.site.backup.manifest import demand_not_newer
from cauce.site.backup.sealing import Keys, Seal, opened
from cauce.site.backup.unpacking import unpack

HEAD = {
    "program": "cauce",
    "format": 1,
    "version": "0.1.0",
    "created_at": "2026-03-01T00:00:00+00:00",
    "migrations": [],
    "files": 1,
    "size": 1000,
}


def read(body: bytes, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    unpack(io.BytesIO(body), folder, demand_not_newer)


def made(*members: tuple[tarfile.TarInfo, bytes], **head: object) -> bytes:
    """A tar with a head and these members, as somebody with bad intentions would make it."""
    text = json.dumps(HEAD | head).encode()
    written = b"".join(
        info.tobuf(tarfile.GNU_FORMAT) + body + bytes(-len(body) % 512)
        for info, body in (named("respaldo.json", text), *members)
    )
    return written + bytes(1024)


def named(name: str, body: bytes = b"x", **said: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(body), 0o600
    for field, value in said.items():
        setattr(info, field, value)
    return info, body


def whole(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """The same with a manifest that says what is there."""
    manifest = json.dumps(
        {
            "head": HEAD,
            "files": [
                {
                    "name": info.name,
                    "size": info.size,
                    "mode": info.mode,
                    "sha256": hashlib.sha256(body).hexdigest(),
                }
                for info, body in members
            ],
            "missing": [],
            "damaged": [],
            "environment": [],
        }
    ).encode()
    line = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    return made(*members, named("manifest.json", manifest), named("manifest.sha256", line))


def test_one_made_by_hand_as_it_should_be_is_read(tmp_path):
    read(whole(named("cauce.toml", b"port = 1\n")), tmp_path / "a")
    assert (tmp_path / "a" / "cauce.toml").read_bytes() == b"port = 1\n"


SHA = "ab" + "0" * 62


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "no es un respaldo de Cauce, o está cortado"),
        (b"hola", "no es un respaldo de Cauce, o está cortado"),
        (bytes(4096), "no es un respaldo de Cauce"),
        (b"PK\x03\x04" * 400, "no es un respaldo de Cauce"),
        (made(program="otro"), "lo hizo otro programa"),
        (made(format=2, version="9.0"), "más nuevo que este"),
        (made(version="7.1", migrations=["core.9999_later"]), "más nuevo que este"),
        (made(size="mucho"), "no dice lo que debe"),
        (made(), "le falta «manifest.json»"),
        (made(named("cauce.toml")), "le falta «manifest.json»"),
        (made(size=10**15), "quedan"),
        (whole(named("../fuera")), "no es de una carpeta de datos"),
        (whole(named("/etc/passwd")), "no es de una carpeta de datos"),
        (whole(named("almacen/../../fuera")), "no es de una carpeta de datos"),
        (whole(named(f"almacen/originals/cd/{SHA}")), "no es de una carpeta de datos"),
        (whole(named("almacen/tables/x.py")), "no es de una carpeta de datos"),
        (whole(named("cauce.toml", mode=0o4755)), "no es de una carpeta de datos"),
        (whole(named("cauce.toml"), named("cauce.toml")), "no es de una carpeta de datos"),
        (
            made(named("cauce.toml", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
            "no es un archivo corriente",
        ),
        (
            made(named("cauce.toml", b"", type=tarfile.LNKTYPE, linkname="x")),
            "no es un archivo corriente",
        ),
        (made(named("almacen", b"", type=tarfile.DIRTYPE)), "no es un archivo corriente"),
        (made(named("cauce.toml", b"", type=tarfile.FIFOTYPE)), "no es un archivo corriente"),
        (made(named("a" * 300)), "no es un archivo corriente"),
        (made(named("cauce.sqlite3", b"x", size=1 << 40)), "más de lo que anuncia"),
        (made(named("manifest.json", b"x", size=1 << 40)), "demasiado grande"),
        (made(named("manifest.json", b"{}")), "le falta «manifest.sha256»"),
    ],
)
def test_what_is_no_backup_is_refused_in_a_sentence(body, sentence, tmp_path):
    outside = set(tmp_path.rglob("*"))
    with pytest.raises(Refusal, match=sentence) as refused:
        read(body, tmp_path / "stage")
    assert "No se cambió nada." in str(refused.value)
    assert {path for path in tmp_path.rglob("*") if "stage" not in path.parts} == outside


def test_a_tar_of_another_program_is_refused(tmp_path):
    (tmp_path / "notas.txt").write_text("hola")
    with tarfile.open(tmp_path / "otro.tar", "w") as tar:
        tar.add(tmp_path / "notas.txt", "notas.txt")
    with pytest.raises(Refusal, match="no es un respaldo de Cauce"):
        read((tmp_path / "otro.tar").read_bytes(), tmp_path / "stage")


def test_a_manifest_that_lies_is_refused(tmp_path):
    body = whole(named("cauce.toml", b"port = 1\n"))
    with pytest.raises(Refusal, match="no es como se guardó"):
        read(body.replace(b"port = 1", b"port = 2"), tmp_path / "a")
    with pytest.raises(Refusal, match=r"«manifest\.json» está cambiado"):
        read(body.replace(b'"missing": []', b'"missing":  1'), tmp_path / "b")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_noticed(data, backed_up, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "flipped.tar"
    if not path.exists():
        path.write_bytes(backed_up("flipped.tar").path.read_bytes())
    body = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Refusal, match="No se cambió nada"):
        unpack(io.BytesIO(bytes(body)), None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_one_cut_anywhere_is_noticed(share, backed_up, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "cut.tar"
    if not path.exists():
        path.write_bytes(backed_up("cut.tar").path.read_bytes())
    body = path.read_bytes()
    with pytest.raises(Refusal, match="No se cambió nada"):
        unpack(io.BytesIO(body[: int(len(body) * share)]), None)


@pytest.mark.parametrize("end", [0.3, 0.9, 0.9999])
def test_encrypted_ones_are_noticed_too(end, backed_up, tmp_path):
    seal = Seal.of()
    seal = Seal.of([str(seal.once.to_public())])
    written = backed_up("x.tar.age", seal)
    body = written.path.read_bytes()
    place = int(len(body) * end)
    for spoiled in (
        body[:place],
        body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :],
    ):
        path = tmp_path / "spoiled"
        path.write_bytes(spoiled)
        with pytest.raises(Refusal), opened(path, Keys((seal.once,))) as stream:
            unpack(stream, None)
