"""The addresses of the catalogue and of publishing."""

from collections.abc import Callable, Iterator

from django.http.response import HttpResponseBase
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
from cauce.apps.catalog.explorer import citing as explorer_citing
from cauce.apps.catalog.explorer import files as explorer_files
from cauce.apps.catalog.explorer import pages as explorer_pages
from cauce.apps.catalog.figures import pages as figure_pages
from cauce.apps.catalog.figures import pinning

app_name = "catalog"

_TABLE = r"(?P<table>[-a-zA-Z0-9_]+)"
_FORMAT = r"(?P<extension>csv|xlsx|json|ndjson|geojson|parquet)"
_FILE = rf"{_TABLE}\.{_FORMAT}"
_DATASET = r"^datos/(?P<slug>[-a-zA-Z0-9_]+)/"
_VERSION = rf"{_DATASET}v/(?P<number>[0-9]{{1,9}})/"


def _both(rest: str, view: Callable[..., HttpResponseBase], name: str) -> Iterator[URLPattern]:
    """An address under a table, of the newest version and of each version; ``number`` is text."""
    yield re_path(rf"{_DATASET}{_TABLE}/{rest}$", view, name=name)
    yield re_path(rf"{_VERSION}{_TABLE}/{rest}$", view, name=_of_version(name))


def _of_version(name: str) -> str:
    """``explore_version``, ``explore_version_file``…"""
    head, _, tail = name.partition("_")
    return "_".join(filter(None, (head, "version", tail)))


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
    re_path(rf"{_DATASET}{_FILE}$", downloads.newest, name="file"),
    re_path(rf"{_VERSION}{_FILE}$", downloads.of_version, name="version_file"),
    *_both("explorar/", explorer_pages.explore, "explore"),
    *_both(
        r"explorar\.(?P<extension>csv|xlsx|json|ndjson|geojson|parquet|zip|txt)",
        explorer_files.file,
        "explore_file",
    ),
    *_both(r"cita\.(?P<extension>bib|ris)", explorer_citing.citation, "explore_citation"),
    *_both(r"figura\.(?P<extension>svg|png|json)", figure_pages.figure, "figure"),
    *_both("incrustar/", figure_pages.embed, "embed"),
    path("datos/<slug:slug>/figuras/", pinning.figures, name="figures"),
    path("datos/<slug:slug>/figuras/fijar/", pinning.pin, name="pin_figure"),
    path("datos/<slug:slug>/figuras/<int:number>/pie/", pinning.caption, name="caption_figure"),
    path("datos/<slug:slug>/figuras/<int:number>/mover/", pinning.move, name="move_figure"),
    path("datos/<slug:slug>/figuras/<int:number>/quitar/", pinning.unpin, name="unpin_figure"),
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
