from django.db import migrations

from cauce.apps.catalog import search_table, triggers

THEMES = (
    (
        "desarrollo-territorial",
        "Desarrollo territorial",
        "Municipios, departamentos y regiones: población, servicios y gestión pública local.",
    ),
    (
        "inversion-publica",
        "Inversión pública",
        "Proyectos, presupuesto y ejecución del gasto del Estado.",
    ),
    (
        "cooperacion-internacional",
        "Cooperación internacional",
        "Recursos de países y organismos cooperantes, y lo que se hace con ellos.",
    ),
    (
        "pobreza",
        "Pobreza",
        "Pobreza, desnutrición, desigualdad y condiciones de vida.",
    ),
)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)
    search_table.install(schema_editor.connection)
    theme = apps.get_model("catalog", "Theme")
    for place, (slug, name, description) in enumerate(THEMES, start=1):
        theme.objects.create(slug=slug, name=name, description=description, position=place * 10)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)
    search_table.remove(schema_editor.connection)
    apps.get_model("catalog", "Theme").objects.filter(
        slug__in=[slug for slug, _name, _description in THEMES]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
