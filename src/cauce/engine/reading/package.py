"""The parts of an XLSX package: which sheet is where, and what else it carries."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cauce.base.errors import Refusal
from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.decision import Note
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Place
from cauce.engine.reading.styles import Style, parse_styles

_SMALL: Final = 64 * 1024 * 1024


class Package:
    """An open XLSX, XLSM or XLSB file; use it as a context manager."""

    def __init__(self, place: Place, budget: Budget) -> None:
        """Open the package and check its sizes.

        Raises:
            Refusal: when it is damaged, or grows beyond the limits.
        """
        self._place = place
        try:
            self._zip = zipfile.ZipFile(place.path)
            infos = self._zip.infolist()
        except UNREADABLE as error:
            raise damaged(place.name) from error
        self.parts = {info.filename.lstrip("/").replace("\\", "/"): info for info in infos}
        for info in infos:
            budget.check_ratio(info.compress_size, info.file_size, f"{place.name}/{info.filename}")
            budget.spend_bytes(info.file_size, place.name)
        self.folded = {name.lower(): name for name in self.parts}

    def __enter__(self) -> "Package":
        """The package itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    def open(self, name: str) -> Any:
        """A stream of the part's bytes."""
        return self._zip.open(self.parts[name])

    def tree(self, name: str) -> Any:
        """The parsed part, its name in any case; ``None`` when it is absent.

        Raises:
            Refusal: when it is broken, larger than 64 MiB, or declares entities.
        """
        found = self.folded.get(name.lower())
        if found is None:
            return None
        if self.parts[found].file_size > _SMALL:
            raise damaged(self._place.name)
        try:
            return fromstring(self._zip.read(self.parts[found]), forbid_dtd=True)
        except (ParseError, DefusedXmlException, *UNREADABLE) as error:
            raise damaged(self._place.name) from error

    def sheet_parts(self) -> dict[str, str]:
        """The part of each sheet, by the sheet's name; empty for XLSB."""
        main = self.main()
        folder, base = posixpath.split(main)
        workbook = self.tree(main)
        targets = self.targets(posixpath.join(folder, "_rels", f"{base}.rels"), folder)
        if workbook is None:
            return {}
        parts = {}
        for element in workbook.iter():
            if str(element.tag).rsplit("}", 1)[-1] == "sheet":
                key = next((value for name, value in element.items() if name.endswith("}id")), "")
                target = self.folded.get(targets.get(key, "").lower())
                if target is not None:
                    parts[element.get("name", "")] = target
        return parts

    def main(self) -> str:
        """The workbook part, wherever the package keeps it."""
        targets = self.targets("_rels/.rels", "", "/officeDocument")
        found = next(iter(targets.values()), "xl/workbook.xml")
        return found if found.endswith(".xml") else "xl/workbook.xml"

    def targets(self, name: str, folder: str, kind: str = "") -> dict[str, str]:
        """The parts that a relations part names, by the name of the relation; only those whose
        type ends with ``kind``."""
        relations = self.tree(name)
        return {
            entry.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, entry.get("Target", "").replace("\\", "/"))
            ).lstrip("/")
            for entry in (relations if relations is not None else ())
            if entry.get("Type", "").endswith(kind)
        }

    def styles(self) -> tuple[Style, ...]:
        """The cell styles; none when the workbook has no readable style part."""
        found = next(
            (self.folded[name] for name in self.folded if name.endswith("styles.xml")), None
        )
        if found is None or self.parts[found].file_size > _SMALL:
            return ()
        try:
            return parse_styles(self._zip.read(self.parts[found]))
        except (ParseError, DefusedXmlException, *UNREADABLE):
            return ()

    def notes(self) -> Iterator[Note]:
        """What the package carries beside its sheets and a person may not want to hand on."""
        names = list(self.folded)
        if any("/comments" in name or "/threadedcomments" in name for name in names):
            yield Note(
                "info",
                "workbook.comments",
                "El libro tiene comentarios, con los nombres de quienes los escribieron. No se "
                "publican.",
            )
        if any("externallinks/" in name for name in names):
            yield Note(
                "warning",
                "workbook.external_links",
                "El libro toma valores de otros archivos; se leyó lo último que guardó de ellos. "
                "Compruebe que "
                "esté al día.",
            )
        if any(name.endswith("vbaproject.bin") for name in names):
            yield Note(
                "info", "workbook.macros", "El libro tiene macros. No se ejecutan ni se publican."
            )
        if any("pivotcache/" in name for name in names):
            yield Note(
                "info",
                "workbook.pivot_cache",
                "El libro guarda una copia de los datos de sus tablas dinámicas. No se publica.",
            )
        if self._names_people():
            yield Note(
                "info",
                "workbook.authors",
                "Las propiedades del libro nombran a sus autores. No se publican.",
            )

    def _names_people(self) -> bool:
        core = self.tree("docProps/core.xml")
        if core is None:
            return False
        return any(
            str(child.tag).rsplit("}", 1)[-1] in {"creator", "lastModifiedBy"}
            and (child.text or "").strip()
            for child in core
        )


def damaged(name: str) -> Refusal:
    """The refusal of a workbook that cannot be read."""
    return Refusal(
        f"«{name}» está dañado o incompleto y no se puede leer como libro de hojas de cálculo. "
        "Ábralo, guárdelo de "
        "nuevo como XLSX y vuelva a subirlo.",
        code="file.damaged",
    )
