"""Starting Django inside a command, with the configuration that the command's options ask for."""

import os
from pathlib import Path

from cauce.base.errors import Refusal


def use_data_dir(folder: str | None) -> None:
    """Makes ``--data`` win over the configuration, also for child processes."""
    if folder:
        os.environ["CAUCE_DATA_DIR"] = str(Path(folder).expanduser().resolve())


def start_site() -> None:
    """Loads Django's settings and applications."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cauce.site.settings")
    import django

    django.setup()


def start_installed_site() -> None:
    """Loads Django and marks the data as in use; refuses to go on without ``cauce init``."""
    from cauce.site import occupancy
    from cauce.site.configuration import load_configuration

    configuration = load_configuration()
    if not configuration.secret_key and not configuration.secret_path.is_file():
        raise Refusal(
            f"No hay una instalación de Cauce en «{configuration.data_dir}».",
            code="installation.missing",
            remedy="Créela con «cauce init», o diga dónde está con --data CARPETA.",
        )
    occupancy.share(configuration.data_dir)
    start_site()


def pending_migrations() -> list[str]:
    """The migrations of the database that have not been applied, as ``application.name``."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown_migrations() -> list[str]:
    """The migrations of the database that this Cauce does not have: a later one applied them."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    ours = {app for app, _name in loader.disk_migrations}
    return sorted(f"{app}.{name}" for app, name in applied if app in ours)
