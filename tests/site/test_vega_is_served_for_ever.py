"""Vega for the browser: made once, compressed, kept by every cache, with its licences."""

import gzip
import threading
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cauce.charts.rendering import vega_bundle
from cauce.site import vega


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> list[str]:
    """How many times the bundle was made, in a folder of its own."""
    times: list[str] = []

    def bundle() -> bytes:
        times.append("made")
        return b"window.cauceEmbed = 1;\n" * 100

    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(vega, "vega_bundle", bundle)
    return times


def test_it_is_made_once_and_kept_for_ever(client: Client, made: list[str]) -> None:
    first = client.get(reverse("vega"), headers={"accept-encoding": "gzip, br"})
    second = client.get(reverse("vega"))
    assert made == ["made"]
    assert first["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.content) == second.content
    assert "Content-Encoding" not in second.headers
    for answer in (first, second):
        assert answer["Content-Type"].startswith("text/javascript")
        assert "immutable" in answer["Cache-Control"]
        assert "Accept-Encoding" in answer["Vary"]


def test_its_address_names_its_version(client: Client, made: list[str]) -> None:
    assert vega.VERSION in reverse("vega")
    assert client.get("/vega/0.0.0-1.js").status_code == 404
    assert made == []


def test_it_is_made_ahead_and_then_only_read(
    client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vega.keep()
    monkeypatch.setattr(vega, "_one_at_a_time", None)
    assert client.get(reverse("vega")).status_code == 200
    assert made == ["made"]


def test_who_comes_while_others_wait_for_it_is_told_at_once(
    client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vega, "_waiting", threading.BoundedSemaphore(1))
    with vega._waiting:
        answer = client.get(reverse("vega"))
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert made == []


@pytest.mark.long
def test_the_real_one_is_light_and_bears_its_licences() -> None:
    bundle = vega_bundle()
    head = bundle.split(b"*/")[0].decode()
    for name in ("University of Washington Interactive Data Lab", "Mike Bostock", "MIT License"):
        assert name in head
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in head
    assert b"window.cauceEmbed=" in bundle
    assert len(gzip.compress(bundle, 9)) <= 310_000
