"""What a living portal says of its datasets: CKAN's API version 3, or what DKAN answers of it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from cauce.apps.catalog.ckan.dump import Broken
from cauce.apps.catalog.ckan.fetching import Fetcher, FetchError
from cauce.apps.catalog.ckan.package import packages_in
from cauce.apps.catalog.ckan.texts import line_of
from cauce.base.errors import Refusal

PAGE: Final = 100
MOST_PAGES: Final = 5_000
GROUPS_PAGE: Final = 25
"""CKAN gives no more organisations at once when asked for all their fields."""


def base_of(address: str) -> str:
    """The address of a portal, of whichever of its pages was copied.

    Raises:
        Refusal: when it is no address of the web.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal(
            f"«{address}» no es la dirección de un portal.",
            code="portal.address",
            remedy="Escríbala entera, con https://.",
        )
    path = parts.path
    for room in ("/api/", "/dataset", "/organization", "/group"):
        path = path.split(room, 1)[0]
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}"


class Portal:
    """A portal that answers in the network."""

    def __init__(self, base: str, fetcher: Fetcher) -> None:
        self._base = base
        self._fetcher = fetcher

    def records(self) -> Iterator[Mapping[str, Any] | Broken]:
        """The descriptions of its public datasets, and what it did not tell.

        Raises:
            Refusal: when it answers nothing that a CKAN or a DKAN would.
        """
        for ask in (self._searched, self._listed, self._one_by_one):
            try:
                first = next(answers := ask(), None)
            except FetchError as error:
                refused = error
                continue
            if first is not None:
                yield first
            yield from _until_cut(answers)
            return
        raise Refusal(
            f"«{self._base}» no responde como un portal CKAN o DKAN: {refused.message}",
            code="portal.silent",
            remedy="Revise la dirección, o use el archivo de «ckanapi dump datasets».",
        )

    def groups(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """Its organisations (``organization``) or groups (``group``), as far as it tells them."""
        seen: set[str] = set()
        for page in range(MOST_PAGES):
            asked: dict[str, str | int] = {
                "all_fields": "true",
                "include_groups": "true",
                "limit": GROUPS_PAGE,
                "offset": page * GROUPS_PAGE,
            }
            try:
                answer = self._ask(f"{kind}_list", asked)
            except FetchError:
                return
            news = [each for each in packages_in(answer) if line_of(each.get("name")) not in seen]
            if not news:
                return
            seen.update(line_of(each.get("name")) for each in news)
            yield from news

    def _searched(self) -> Iterator[Mapping[str, Any] | Broken]:
        yield from self._pages(
            "package_search", "rows", "start", {"sort": "metadata_created asc, name asc"}
        )

    def _listed(self) -> Iterator[Mapping[str, Any] | Broken]:
        yield from self._pages("current_package_list_with_resources", "limit", "offset", {})

    def _one_by_one(self) -> Iterator[Mapping[str, Any] | Broken]:
        names = self._ask("package_list", {})
        for name in names if isinstance(names, list) else ():
            try:
                found = list(packages_in(self._ask("package_show", {"id": line_of(name)})))
            except FetchError as error:
                yield Broken(line_of(name), error.message)
                continue
            if not found:
                yield Broken(line_of(name), "El portal no dio su descripción.")
            yield from found

    def _pages(
        self, action: str, size: str, start: str, more: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any] | Broken]:
        """Page after page, until one brings nothing new.

        The next begins after what came: portals may give less at once than they are asked for.
        """
        seen: set[str] = set()
        came = 0
        total: Any = None
        for _page in range(MOST_PAGES):
            answer = self._ask(action, {**more, size: PAGE, start: came})
            records = list(packages_in(answer))
            came += len(records)
            news = [each for each in records if _key(each) not in seen]
            seen.update(map(_key, news))
            yield from news
            total = answer.get("count") if isinstance(answer, Mapping) else None
            if not news or (isinstance(total, int) and came >= total):
                break
        if isinstance(total, int) and len(seen) < total:
            yield Broken(
                "lista de conjuntos", f"El portal dice que tiene {total} y dio {len(seen)}."
            )

    def _ask(self, action: str, parameters: Mapping[str, str | int]) -> Any:
        """What an action of the API gives, out of its envelope."""
        answer = self._fetcher.json(f"{self._base}/api/3/action/{action}", parameters)
        if not isinstance(answer, Mapping) or not answer.get("success") or "result" not in answer:
            raise FetchError(f"«{action}» no dio un resultado.", code="portal.answer")
        return answer["result"]


def _until_cut(
    answers: Iterator[Mapping[str, Any] | Broken],
) -> Iterator[Mapping[str, Any] | Broken]:
    """The rest of the answers; a page that does not come ends them, and is told."""
    try:
        yield from answers
    except FetchError as error:
        yield Broken("lista de conjuntos", f"Quedaron páginas sin leer. {error.message}")


def _key(record: Mapping[str, Any]) -> str:
    return line_of(record.get("id")) or line_of(record.get("name"))
