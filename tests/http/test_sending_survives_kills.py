"""The server dies while a file is on its way: what had arrived is there, and it goes on."""

import hashlib
import os
import random
import socket
import threading
import time

import pytest

from tests.http.served import TOKEN, served


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with served(tmp_path_factory.mktemp("portal")) as made:
        made.start()
        yield made


def send_until_killed(portal, address, at, data, seconds):
    """A part that is sent slowly while somebody kills the server."""
    killer = threading.Timer(seconds, portal.kill)
    killer.start()
    try:
        with socket.create_connection(("127.0.0.1", portal.port), timeout=10) as line:
            line.sendall(
                f"PATCH {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(data)}\r\n"
                f"Cookie: sessionid={portal.session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
                "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
                f"Upload-Offset: {at}\r\n\r\n".encode()
            )
            for start in range(0, len(data), 100_000):
                line.sendall(data[start : start + 100_000])
                time.sleep(0.01)
            line.recv(1000)
    except OSError:
        pass
    killer.join()


def survive(portal, size, kills, seed):
    chance = random.Random(seed)
    body = chance.randbytes(size)
    address = portal.begin("azar.csv", size)
    here = 0
    for _ in range(kills):
        send_until_killed(portal, address, here, body[here:], chance.uniform(0.1, 0.5))
        portal.start()
        assert portal.offset(address) >= here
        here = portal.offset(address)
        if here == size:  # it was faster than the killer
            break
        (part,) = (portal.data / "envios").iterdir()
        assert part.read_bytes() == body[:here]
    status, found, _text = portal.add(address, here, body[here:])
    assert status == 204
    again = portal.add(address, size, b"")[1]
    assert found["Cauce-Next"] == again["Cauce-Next"]
    name = hashlib.sha256(body).hexdigest()
    assert (portal.data / "almacen" / "originals" / name[:2] / name).read_bytes() == body
    assert list((portal.data / "envios").iterdir()) == []
    return here


def test_a_killed_server_keeps_what_arrived(portal):
    assert 0 < survive(portal, 12_000_000, kills=1, seed=7) < 12_000_000


@pytest.mark.long
def test_a_server_killed_twenty_times_keeps_what_arrived(portal):
    survive(portal, 60_000_000, kills=20, seed=int.from_bytes(os.urandom(4)))


def test_memory_does_not_grow_with_the_file(portal):
    address = portal.begin("grande.csv", 96 * 2**20)
    before = portal.memory()
    status, _found, _text = portal.add(address, 0, b"a" * 64 * 2**20)
    assert status == 204
    assert portal.memory() - before < 24
    assert portal.ask("DELETE", address)[0] == 204


@pytest.mark.long
def test_two_gigabytes_arrive(portal):
    size, part = 2048 * 2**20, 8 * 2**20
    address = portal.begin("enorme.csv", size)
    digest = hashlib.sha256()
    for at in range(0, size, part):
        data = random.Random(at).randbytes(part)
        digest.update(data)
        status, found, text = portal.add(address, at, data)
        assert status == 204, text.decode()
    name = digest.hexdigest()
    assert found["Cauce-Next"]
    assert (portal.data / "almacen" / "originals" / name[:2] / name).stat().st_size == size
    assert portal.memory() < 220
