"""The addresses of the catalogue and of publishing."""

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from cauce.apps.catalog import (
    citations,
    describing,
    downloads,
    former_addresses,
    pages,
    publishing,
    recipes,
    reviewing,
    transferring,
    withdrawing,
)

app_name = "catalog"

_FILE = r"(?P<table>[-a-zA-Z0-9_]+)\.(?P<extension>csv|xlsx|json|ndjson|geojson|parquet)"

register_converter(former_addresses.Language, "former_language")
register_converter(former_addresses.Room, "former_room")

urlpatterns: list[URLPattern | URLResolver] = [
    path("acerca/", pages.about, name="about"),
    path("datos/", pages.catalogue, name="list"),
    path("datos/<slug:slug>/", pages.dataset, name="dataset"),
    path("datos/<slug:slug>/v/<int:number>/", pages.version, name="version"),
    path(
        "datos/<slug:slug>/v/<int:number>/cita.<str:extension>",
        citations.citation,
        name="citation",
    ),
    re_path(rf"^datos/(?P<slug>[-a-zA-Z0-9_]+)/{_FILE}$", downloads.newest, name="file"),
    re_path(
        rf"^datos/(?P<slug>[-a-zA-Z0-9_]+)/v/(?P<number>[0-9]{{1,9}})/{_FILE}$",
        downloads.of_version,
        name="version_file",
    ),
    path("datos/<slug:slug>/retirar/", withdrawing.withdraw, name="withdraw"),
    path("datos/<slug:slug>/reponer/", withdrawing.reinstate, name="reinstate"),
    path("datos/<slug:slug>/v/<int:number>/destruir/", withdrawing.purge, name="purge"),
    path("datos/<slug:slug>/v/<int:number>/original/", downloads.original, name="original"),
    path("publicar/", publishing.uploads, name="publish"),
    path("publicar/nuevo/", publishing.receive, name="upload"),
    path("publicar/envios/", transferring.begin, name="begin_transfer"),
    path("publicar/envios/<slug:key>/", transferring.transfer, name="transfer"),
    path("publicar/envios/<slug:key>/descartar/", transferring.give_up, name="give_up"),
    path("publicar/<slug:key>/", publishing.understood, name="understood"),
    path("publicar/<slug:key>/avance/", publishing.progress, name="progress"),
    path("publicar/<slug:key>/receta/", recipes.change, name="change_recipe"),
    path("publicar/<slug:key>/deshacer/", recipes.undo, name="undo_recipe"),
    path("publicar/<slug:key>/de-nuevo/", recipes.read_again, name="read_again"),
    path("publicar/<slug:key>/describir/", describing.describe, name="describe"),
    path("publicar/<slug:key>/confirmar/", describing.confirm, name="confirm"),
    path("publicar/<slug:key>/tabla/", reviewing.draft_table, name="draft_table"),
    path("publicar/<slug:key>/clave/", reviewing.choose_key, name="choose_key"),
    path("publicar/<slug:key>/revision/", reviewing.review, name="review"),
    path("publicar/<slug:key>/revision/devolver/", reviewing.give_back, name="give_back"),
    path("publicar/<slug:key>/revision/publicar/", reviewing.publish, name="publish_now"),
    path("publicar/<slug:key>/revision/programar/", reviewing.schedule, name="schedule"),
    path("publicar/<slug:key>/revision/retirar/", reviewing.recall, name="recall"),
    path("publicar/<slug:key>/revision/pedir-dispensa/", reviewing.ask_waiver, name="ask_waiver"),
    path("publicar/<slug:key>/revision/dispensa/", reviewing.decide_waiver, name="decide_waiver"),
    path("publicar/<slug:key>/descartar/", publishing.discard, name="discard"),
    # The addresses of a CKAN portal that moved in here.
    path("<former_room:room>", former_addresses.front),
    path("<former_room:room>/", former_addresses.front),
    path("<former_room:room>/<path:rest>", former_addresses.page),
    path("<former_language:language>/<former_room:room>", former_addresses.front),
    path("<former_language:language>/<former_room:room>/", former_addresses.front),
    path("<former_language:language>/<former_room:room>/<path:rest>", former_addresses.page),
]
