"""The table of the cache, where limits of logins are counted for every process alike."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command(
        "createcachetable",
        "core_cache",
        database=schema_editor.connection.alias,
        verbosity=0,
    )


def unmake(apps, schema_editor):
    schema_editor.execute('DROP TABLE IF EXISTS "core_cache"')


class Migration(migrations.Migration):
    dependencies = [("core", "0003_notices")]
    operations = [migrations.RunPython(make, unmake)]
