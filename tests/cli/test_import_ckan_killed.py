"""``cauce import ckan`` killed without warning, at any moment, ends as if it had not been."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.apps.catalog.ckan import former_portal
from tests.apps.catalog.ckan.former_portal import package, resource, write_dump

MANY = 6
TOLD = """
import json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cauce.site.settings")
import django
django.setup()
from cauce.apps.catalog.models import Dataset, FormerAddress, Upload, Version
print(json.dumps({
    "slugs": sorted(Dataset.objects.values_list("slug", flat=True)),
    "versions": Version.objects.count(),
    "uploads": Upload.objects.count(),
    "noted": FormerAddress.objects.filter(name__startswith="luz-").exclude(modified="").count(),
}))
"""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_killed_again_and_again_it_ends_whole(cauce, environ, tmp_path, seed):
    chance = random.Random(seed)
    assert cauce("init", "--no-admin").returncode == 0
    names = [f"luz-{number}" for number in range(MANY)]
    dump = write_dump(
        tmp_path / "d.jsonl",
        [package(name, resources=[resource(f"r-{name}", "L", f"{name}.csv")]) for name in names],
    )
    for number, name in enumerate(names):
        rows = former_portal.LIGHT.replace("48123", str(50_000 + number))
        (tmp_path / f"{name}.csv").write_text(rows, "utf-8")
    words = ["import", "ckan", str(dump), "--files", str(tmp_path), "--report", "r.json"]
    hurried = environ | {"CAUCE_JOB_LEASE_SECONDS": "10", "CAUCE_FREE_DISK_MB": "1"}
    for _kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "cauce.cli", *words],
            cwd=tmp_path,
            env=hurried,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(2, 12))
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = cauce(*words, **{key: hurried[key] for key in hurried if key.startswith("CAUCE_")})
    assert done.returncode == 0, done.stderr
    fates = {row["fate"] for row in json.loads((tmp_path / "r.json").read_text("utf-8"))}
    assert fates <= {"publicado", "ya estaba"}
    told = subprocess.run(
        [sys.executable, "-c", TOLD],
        cwd=tmp_path,
        env=hurried,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout.splitlines()[-1]) == {
        "slugs": names,
        "versions": MANY,
        "uploads": MANY,
        "noted": 2 * MANY,
    }
