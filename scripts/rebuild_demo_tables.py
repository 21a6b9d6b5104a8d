"""Rebuild the demonstration tables from official figures.

    python scripts/rebuild_demo_tables.py ../shared/data

The figures are facts of official statistics; the layout, the words and the files are ours. Each
file is laid out as an office would send it (title rows, merged headers, semicolons, decimal
commas, totals, notes), so that the demonstration shows the reader at work. Invented tables come
from a fixed seed and say «datos de ejemplo».
"""

import csv
import io
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from cauce.base.fold import fold
from cauce.territory import Division, by_code, by_name, divisions

TABLES = Path(__file__).resolve().parent.parent / "src/cauce/apps/catalog/demo_tables"
SEED = 20181
Row = list[Any]

DEPARTMENTS = {division.code: division.name for division in divisions("gt.department")}
MUNICIPALITIES = {division.code: division.name for division in divisions("gt.municipality")}
MISNAMED = {("santo tomas la union", "quiche"): "1406"}
"""Table A1 gives Chichicastenango the name and the code of a municipality of Suchitepéquez."""


def sheet(path: Path, name: str | None = None) -> list[dict[str, Any]]:
    """Rows of the first (or the named) sheet as dictionaries; blank rows left out."""
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name(name or book.sheet_names[0]).to_python()
    header = [" ".join(str(cell).split()) for cell in rows[0]]
    return [
        dict(zip(header, row, strict=False))
        for row in rows[1:]
        if len([cell for cell in row if cell != ""]) > 2
    ]


def municipal_code(row: Mapping[str, Any]) -> str:
    """The INE code of a row, by the names of department and municipality; several tables have
    wrong codes."""
    folded = {fold(key).replace(" ", ""): value for key, value in row.items()}
    municipality = str(folded.get("municipio") or folded.get("municipal"))
    department = str(folded.get("departamento") or folded.get("departamental"))
    if (fold(municipality), fold(department)) in MISNAMED:
        return MISNAMED[fold(municipality), fold(department)]
    within = next(code for code, name in DEPARTMENTS.items() if fold(name) == fold(department))
    found = [each.code for each in by_name("gt.municipality", municipality, within=within)]
    if len(found) == 1:
        return found[0]
    code = f"{int(folded.get('idmunicipal') or folded.get('codmunicipal')):04}"
    assert fold(MUNICIPALITIES[code]) == fold(municipality), (code, municipality, department)
    return code


def whole(value: Any) -> int:
    """A count; the hyphen of the census tables is a zero."""
    return 0 if value in ("", "-") else int(value)


def census(data: Path, number: str, columns: Mapping[str, Sequence[str]]) -> list[Row]:
    """``[code, department, municipality, value…]`` of one census table, each column a sum of
    source columns."""
    path = next((data / "gt_municipal").glob(f"{number}. Cuadro*"))
    rows = []
    for source in sheet(path):
        code = municipal_code(source)
        values = [sum(whole(source[key]) for key in keys) for keys in columns.values()]
        rows.append([code, DEPARTMENTS[code[:2]], MUNICIPALITIES[code], *values])
    rows.sort(key=lambda row: row[0])
    assert len({row[0] for row in rows}) == len(rows) == 340, (number, len(rows))
    return rows


# ------------------------------------------------------------------ the ways offices write files


def write_csv(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    titles: Sequence[str] = (),
    notes: Sequence[str] = (),
    total: Sequence[Any] | None = None,
    spanish: bool = False,
) -> None:
    """A CSV; ``spanish`` writes ``;``, decimal commas and cp1252, as Excel does there."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=";" if spanish else ",", lineterminator="\r\n" if spanish else "\n"
    )
    for title in titles:
        writer.writerow([title])
    if titles:
        writer.writerow([])
    writer.writerow(header)
    for row in [*rows, *([total] if total else [])]:
        writer.writerow([_cell(value, spanish) for value in row])
    for note in notes:
        writer.writerow([note])
    (TABLES / name).write_bytes(text.getvalue().encode("cp1252" if spanish else "utf-8"))


def _cell(value: Any, spanish: bool) -> str:
    if value is None:
        return "s.d."
    if isinstance(value, float):
        written = f"{value:,.2f}" if spanish and abs(value) >= 1000 else f"{value:.10g}"
        if spanish:
            written = written.translate(str.maketrans(",.", ".,"))
        return written
    if isinstance(value, int) and spanish and abs(value) >= 1000:
        return f"{value:,}".replace(",", ".")
    return str(value)


def write_xlsx(
    name: str,
    sheet_name: str,
    titles: Sequence[str],
    header: Sequence[tuple[str, Sequence[str]]],
    rows: Sequence[Sequence[Any]],
    notes: Sequence[str],
    total: Sequence[Any] | None = None,
) -> None:
    """A workbook with title rows, two header rows (upper cells merged), a total and notes under it."""
    book = xlsxwriter.Workbook(str(TABLES / name), {"in_memory": True})
    book.set_properties({"created": date(2026, 1, 1)})
    page = book.add_worksheet(sheet_name)
    bold = book.add_format({"bold": True})
    head = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    line = 0
    for title in titles:
        page.write(line, 0, title, bold)
        line += 1
    line += 1
    column = 0
    for upper, lowers in header:
        if not lowers:
            page.merge_range(line, column, line + 1, column, upper, head)
            column += 1
            continue
        if len(lowers) > 1:
            page.merge_range(line, column, line, column + len(lowers) - 1, upper, head)
        else:
            page.write(line, column, upper, head)
        for lower in lowers:
            page.write(line + 1, column, lower, head)
            column += 1
    line += 2
    for row in [*([total] if total else []), *rows]:
        for place, value in enumerate(row):
            if value is None:
                page.write(line, place, "s.d.")
            else:
                page.write(line, place, value, bold if row is total else None)
        line += 1
    for note in notes:
        page.write(line, 0, note)
        line += 1
    page.set_column(0, 0, 9)
    page.set_column(1, 2, 26)
    book.close()


def totals(rows: Sequence[Sequence[Any]], first: int) -> Row:
    """Sums of the columns from ``first`` on."""
    return [sum(row[place] or 0 for row in rows) for place in range(first, len(rows[0]))]


# ------------------------------------------------------------------ the tables


def ranking(data: Path) -> None:
    source = sheet(data / "gt_municipal" / "1. Ranking Municipal - SEGEPLAN.xlsx")
    rows = sorted(
        [
            (code := municipal_code(row)),
            MUNICIPALITIES[code],
            DEPARTMENTS[code[:2]],
            *(_points(row[f"segeplan{year}"]) for year in (2013, 2016, 2018)),
        ]
        for row in source
    )
    header = ["Código", "Municipio", "Departamento"]
    header += [f"Puntaje {year}" for year in (2013, 2016, 2018)]
    note = ["Fuente: Segeplan, Ranking de la Gestión Municipal. Puntos de 0 a 100."]
    title = ["Ranking de la gestión municipal"]
    write_csv(
        "primera_edicion/ranking_municipal.csv",
        header[:5],
        [row[:5] for row in rows],
        titles=[f"{title[0]}, 2013 y 2016", "Puntos de 0 a 100"],
        notes=note,
        spanish=True,
    )
    write_csv(
        "ranking_municipal.csv",
        header,
        rows,
        titles=[f"{title[0]}, 2013, 2016 y 2018", "Puntos de 0 a 100"],
        notes=note,
        spanish=True,
    )


def _points(value: Any) -> float | None:
    return round(float(value) * 100, 2) if isinstance(value, float | int) else None


def access_to_information(data: Path) -> None:
    path = next((data / "gt_municipal").glob("2. Acceso*"))
    rows = sorted(
        [
            (code := municipal_code(row)),
            MUNICIPALITIES[code],
            DEPARTMENTS[code[:2]],
            *(
                row[f"aip{year}"] if row[f"aip{year}"] != "" else None
                for year in (2015, 2017, 2019)
            ),
        ]
        for row in sheet(path)
    )
    write_csv(
        "acceso_informacion.csv",
        [
            "Código",
            "Municipio",
            "Departamento",
            *(f"Puntaje {year}" for year in (2015, 2017, 2019)),
        ],
        rows,
    )


AGES = [f"{start} - {start + 4}" for start in range(0, 100, 5)]


def population(data: Path) -> None:
    source = sheet(next((data / "gt_municipal").glob("10. Cuadro*")))
    groups: dict[str, list[str]] = {"0 a 14": [], "15 a 29": [], "30 a 64": [], "65 y más": []}
    for key in source[0]:
        start = key.split(" ")[0]
        if not start.isdigit() or ("-" not in key and "mas" not in fold(key)):
            continue
        age = int(start)
        band = (
            "0 a 14"
            if age < 15
            else "15 a 29"
            if age < 30
            else "30 a 64"
            if age < 65
            else "65 y más"
        )
        groups[band].append(key)
    areas = [
        key
        for key in source[0]
        if fold(key) in ("urbana", "urbano", "rural", "area urbana", "area rural")
    ]
    columns = {
        "Total": ["Poblacion total"],
        "Hombres": ["Hombres"],
        "Mujeres": ["Mujeres"],
        **groups,
        **{fold(key).removeprefix("area ").capitalize(): [key] for key in areas},
    }
    rows = census(data, "10", columns)
    assert sum(row[3] for row in rows) == 14_901_286
    header: list[tuple[str, Sequence[str]]] = [
        ("Código", ()),
        ("Departamento", ()),
        ("Municipio", ()),
        ("Población", ("Total", "Hombres", "Mujeres")),
        ("Edad, en años", tuple(groups)),
    ]
    if areas:
        header.append(("Área", tuple(columns)[7:]))
    write_xlsx(
        "poblacion_2018.xlsx",
        "Población",
        ["Población por sexo, edad y área", "Censo de 2018, por municipio"],
        header,
        rows,
        ["Fuente: INE, XII Censo Nacional de Población y VII de Vivienda, 2018, cuadro A1."],
        ["", "Total", "", *totals(rows, 3)],
    )


def households(data: Path) -> None:
    """Water, sanitation, lighting and cooking, waste: households by municipality, 2018."""
    source = "Fuente: INE, XII Censo Nacional de Población y VII de Vivienda, 2018, cuadro {}."
    water = {
        "Total de hogares": ["Total de hogares"],
        "Tubería en la vivienda": ["Tuberia en la vivienda"],
        "Tubería fuera de la vivienda": ["Tuberia fuera de la vivienda"],
        "Chorro público": ["Chorro publico"],
        "Pozo": ["Pozo perforado"],
        "Agua de lluvia": ["Agua de lluvia"],
        "Río o lago": ["Rio o lago"],
        "Manantial": ["Manantial o nacimiento"],
        "Camión o tonel": ["Camion o tonel"],
        "Otro": ["Otro"],
    }
    rows = census(data, "25", water)
    write_csv(
        "agua_2018.csv",
        ["Código", "Departamento", "Municipio", *water],
        rows,
        titles=["Hogares según su fuente principal de agua", "Guatemala, 2018"],
        total=["", "Total", "", *totals(rows, 3)],
        notes=[source.format("B2")],
        spanish=True,
    )
    toilets = {
        "Total de hogares": ["Total de hogares"],
        "Inodoro con drenaje": ["Inodoro conectado a red de drenajes"],
        "Inodoro con fosa séptica": ["Inodoro conectado a fosa septica"],
        "Excusado lavable": ["Excusado lavable"],
        "Letrina o pozo ciego": ["Letrina o pozo ciego"],
        "Sin servicio": ["No tiene"],
        "Uso exclusivo": ["Exclusivo"],
        "Uso compartido": ["Compartido"],
    }
    write_csv(
        "saneamiento_2018.csv",
        ["Código", "Departamento", "Municipio", *toilets],
        census(data, "26", toilets),
    )
    sample = sheet(next((data / "gt_municipal").glob("27. Cuadro*")))[0]
    light = {
        label: [key for key in sample if fold(key).endswith(end) and "alumbrado" in fold(key)]
        for label, end in (
            ("Energía eléctrica", "energia electrica"),
            ("Panel solar o eólico", "panel solar o eolico"),
            ("Gas corriente", "gas corriente"),
            ("Candela", "candela"),
            ("Otro", "otro"),
        )
    }
    cooking = {
        label: [
            key
            for key in sample
            if fold(key).endswith(end) and "cocina" in fold(key) and "tipo" not in fold(key)
        ]
        for label, end in (
            ("Gas propano", "gas propano"),
            ("Leña", "lena"),
            ("Electricidad", "electricidad"),
            ("Carbón", "carbon"),
        )
    }
    assert all(light.values()) and all(cooking.values()), (light, cooking)
    merged = {
        "Total": ["Total de hogares"],
        **light,
        **{f"cocina {k}": v for k, v in cooking.items()},
    }
    rows = census(data, "27", merged)
    write_xlsx(
        "alumbrado_cocina_2018.xlsx",
        "Hogares",
        ["Hogares según tipo de alumbrado y energía para cocinar", "Censo de 2018, por municipio"],
        [
            ("Código", ()),
            ("Departamento", ()),
            ("Municipio", ()),
            ("Total de hogares", ()),
            ("Tipo de alumbrado", tuple(light)),
            ("Energía para cocinar", tuple(cooking)),
        ],
        rows,
        [
            source.format("B4"),
            "No se muestran las demás fuentes para cocinar ni los hogares que no cocinan.",
        ],
        ["", "Total", "", *totals(rows, 3)],
    )
    waste = {
        "Total de hogares": ["Total de hogares"],
        "Servicio municipal": ["Servicio municipal"],
        "Servicio privado": ["Servicio privado"],
        "La queman": ["La queman"],
        "La entierran": ["La entierran"],
        "La tiran": ["La tiran en rio, quebrada o mar", "La tiran en cualquier lugar"],
        "Abonera o reciclaje": ["Abonera o reciclaje"],
        "Otra": ["Otra"],
    }
    write_csv(
        "basura_2018.csv",
        ["Código", "Departamento", "Municipio", *waste],
        census(data, "29", waste),
    )


def education(data: Path) -> None:
    literacy = {
        "Población de 7 años o más": ["Población de 7 años o mas"],
        "Hombres de 7 años o más": ["Hombres de 7 años o mas"],
        "Mujeres de 7 años o más": ["Mujeres de 7 años o mas"],
        "Hombres alfabetas": ["Hombres"],
        "Mujeres alfabetas": ["Mujeres"],
        "Asisten a la escuela": ["Asiste"],
        "No asisten": ["No Asiste"],
    }
    rows = census(data, "20", literacy)
    shares = [
        [*row, round(100 * (row[6] + row[7]) / row[3], 1), round(100 * row[7] / row[5], 1)]
        for row in rows
    ]
    write_csv(
        "alfabetismo_2018.csv",
        [
            "Código",
            "Departamento",
            "Municipio",
            *literacy,
            "Alfabetismo (%)",
            "Alfabetismo de mujeres (%)",
        ],
        shares,
        spanish=True,
        notes=[
            "Fuente: INE, Censo 2018, cuadro A11. Los porcentajes se calcularon con esas cifras."
        ],
    )
    levels = {
        "Población de 4 años o más": ["Poblacion de 4 años y mas"],
        "Ninguno": ["Ninguno"],
        "Preprimaria": ["Preprimaria"],
        "Primaria": ["Primaria 1 - 3", "Primaria 4 - 5", "Primaria 6"],
        "Básico": ["Basico"],
        "Diversificado": ["Diversificado"],
        "Universitario": ["Licenciatura", "Maestria o Doctorado"],
    }
    write_csv(
        "nivel_educativo_2018.csv",
        ["Código", "Departamento", "Municipio", *levels],
        census(data, "18", levels),
    )
    internet = {
        "Población de 7 años o más": ["Poblacion de 7 años o mas"],
        "Usa celular": ["Usa celular"],
        "Usa computadora": ["Usa computadora"],
        "Usa internet": ["Usa Internet"],
    }
    write_csv(
        "internet_2018.csv",
        ["Código", "Departamento", "Municipio", *internet],
        census(data, "21", internet),
    )


def poverty(data: Path) -> None:
    by_department: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for row in sheet(data / "gt_municipal" / "4. Indice de Pobreza Multidimensional.xlsx"):
        figures = tuple(
            None if isinstance(row[key], str) else round(row[key], 4)
            for key in (
                *(f"Incidencia{y}" for y in (2006, 2011, 2014)),
                *(f"IPM{y}" for y in (2006, 2011, 2014)),
            )
        )
        by_department[f"{int(row['id_dep']):02}"].add(figures)
    assert len(by_department) == 22 and all(len(values) == 1 for values in by_department.values())
    rows = [
        [
            code,
            DEPARTMENTS[code],
            *(None if v is None else round(v, 1) for v in figures[:3]),
            *(None if v is None else round(v, 3) for v in figures[3:]),
        ]
        for code, (figures,) in sorted((c, tuple(f)) for c, f in by_department.items())
    ]
    years = ("2006", "2011", "2014")
    write_xlsx(
        "pobreza_multidimensional.xlsx",
        "Departamentos",
        ["Pobreza multidimensional por departamento", "2006, 2011 y 2014"],
        [
            ("Código de departamento", ()),
            ("Departamento", ()),
            ("Incidencia de la pobreza (%)", years),
            ("Índice de pobreza multidimensional", years),
        ],
        rows,
        [
            "Fuente: Índice de Pobreza Multidimensional sobre las encuestas de condiciones de vida (ENCOVI)."
        ],
    )


def malnutrition(data: Path) -> None:
    cases: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in sheet(data / "gt_municipal" / "3. Desnutricion.xlsx"):
        code = municipal_code(row)
        girls = sum(whole(v) for k, v in row.items() if k.startswith("F "))
        boys = sum(whole(v) for k, v in row.items() if k.startswith("M "))
        entry = cases[code[:2], int(row["periodo"]), str(row["Tipo"]).strip().lower()]
        entry[0] += whole(row["Cantidad"])
        entry[1] += girls
        entry[2] += boys
    rows = [
        [code, DEPARTMENTS[code], year, kind, *counts]
        for (code, year, kind), counts in sorted(cases.items())
    ]
    write_csv(
        "desnutricion.csv",
        ["codigo_departamento", "departamento", "anio", "tipo", "casos", "ninas", "ninos"],
        rows,
    )


def budget(data: Path) -> None:
    path = data / "gt_municipal" / "ejecucion7_2.csv"
    by_function: dict[tuple[str, int, str], list[Any]] = defaultdict(lambda: [set(), 0, 0, 0, 0])
    by_municipality: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            year, code = int(row["ejercicio"]), f"{int(row['codigo_municipal']):04}"
            amounts = [
                round(float(row[key])) for key in ("asignado", "vigente", "devengado", "pagado")
            ]
            entry = by_function[code[:2], year, row["funcion"].strip()]
            entry[0].add(code)
            for place, amount in enumerate(amounts):
                entry[place + 1] += amount
                by_municipality[code, year][place] += amount
    rows = [
        [DEPARTMENTS[code], str(year), function, len(entry[0]), *entry[1:]]
        for (code, year, function), entry in sorted(by_function.items())
    ]
    write_csv(
        "presupuesto_funcion.csv",
        [
            "Departamento",
            "Ejercicio",
            "Función",
            "Municipalidades que reportan",
            "Asignado (Q)",
            "Vigente (Q)",
            "Devengado (Q)",
            "Pagado (Q)",
        ],
        rows,
        titles=["Presupuesto municipal por función", "En quetzales"],
        notes=["Fuente: Ministerio de Finanzas Públicas, SICOIN GL. Sumas por departamento."],
        spanish=True,
    )
    rows = [
        [code, MUNICIPALITIES[code], DEPARTMENTS[code[:2]], year, *amounts]
        for (code, year), amounts in sorted(by_municipality.items())
        if code in MUNICIPALITIES
    ]
    write_csv(
        "ejecucion_municipal.csv",
        [
            "Código",
            "Municipio",
            "Departamento",
            "Ejercicio",
            "Asignado (Q)",
            "Vigente (Q)",
            "Devengado (Q)",
            "Pagado (Q)",
        ],
        rows,
    )


def peruvian(row: Mapping[str, str]) -> Division:
    """The district of a row by its code; the one that has none in the source, by its name."""
    known = by_code("pe.district", row["inei"])
    return known or by_name("pe.district", row["distrito"], within=row["provincia"])[0]


def peru(data: Path) -> None:
    def figure(value: str, decimals: int) -> float | None:
        return round(float(value), decimals) if value not in ("", "NA", "S.I.") else None

    with (data / "pe_ubigeo" / "ubigeo_distrito.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            [
                (district := peruvian(row)).code,
                district.ancestors[1].name,
                district.ancestors[0].name,
                district.name,
                figure(row["superficie"], 2),
                figure(row["idh_2019"], 4),
                figure(row["pct_pobreza_total"], 1),
                figure(row["pct_pobreza_extrema"], 1),
            ]
            for row in csv.DictReader(file)
        ]
    write_csv(
        "peru_distritos.csv",
        [
            "Ubigeo",
            "Departamento",
            "Provincia",
            "Distrito",
            "Superficie (km²)",
            "Índice de desarrollo humano 2019",
            "Pobreza total (%)",
            "Pobreza extrema (%)",
        ],
        rows,
    )


def mayan_languages(data: Path) -> None:
    source = sheet(next((data / "gt_municipal").glob("15. Cuadro*")))
    first = list(source[0]).index("Total de poblacion pueblo maya")
    names = list(source[0])[first:]
    called = [name.replace("/Popti'", "(Popti')") for name in names[1:]]
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(names))
    for row in source:
        entry = sums[municipal_code(row)[:2]]
        for place, name in enumerate(names):
            entry[place] += whole(row[name])
    rows = [[code, DEPARTMENTS[code], *values] for code, values in sorted(sums.items())]
    write_csv(
        "comunidades_linguisticas.csv",
        ["Código de departamento", "Departamento", "Población maya", *called],
        rows,
        total=["", "Total", *totals(rows, 2)],
    )


def invented() -> None:
    dice = random.Random(SEED)
    sectors = [
        "Salud",
        "Educación",
        "Agua y saneamiento",
        "Desarrollo rural",
        "Ambiente",
        "Gobernanza",
        "Infraestructura",
    ]
    sources = [
        "Fuente bilateral A",
        "Fuente bilateral B",
        "Fuente multilateral C",
        "Fuente multilateral D",
        "Fuente regional E",
    ]
    rows: list[Row] = []
    for year in range(2021, 2026):
        for origin in sources:
            for sector in dice.sample(sectors, 4):
                committed = round(dice.lognormvariate(14.2, 0.7), 2)
                share = min(1.0, dice.betavariate(5, 2))
                kind = "Donación" if dice.random() < 0.7 else "Préstamo"
                rows.append(
                    [str(year), origin, kind, sector, committed, round(committed * share, 2)]
                )
    write_csv(
        "cooperacion_desembolsos.csv",
        [
            "Año",
            "Fuente cooperante",
            "Modalidad",
            "Sector",
            "Comprometido (US$)",
            "Desembolsado (US$)",
        ],
        rows,
        titles=[
            "Cooperación internacional: desembolsos por sector",
            "DATOS DE EJEMPLO: ninguna cifra es real",
        ],
        spanish=True,
    )
    agreements = [
        [
            f"CT-{number:03}",
            dice.choice(sources),
            dice.choice(sectors),
            DEPARTMENTS[dice.choice(list(DEPARTMENTS))],
            start,
            start + timedelta(days=365 * dice.randint(2, 5)),
            dice.choice(["En ejecución", "En cierre", "Cerrado"]),
        ]
        for number in range(1, 61)
        for start in [date(2019, 1, 1) + timedelta(days=dice.randint(0, 2200))]
    ]
    write_csv(
        "cooperacion_convenios.csv",
        ["Convenio", "Fuente cooperante", "Sector", "Departamento", "Inicio", "Fin", "Estado"],
        [[*row[:4], f"{row[4]:%d/%m/%Y}", f"{row[5]:%d/%m/%Y}", row[6]] for row in agreements],
        titles=[
            "Convenios de cooperación vigentes y cerrados",
            "DATOS DE EJEMPLO: ningún convenio es real",
        ],
        spanish=True,
    )
    works = [
        "Sistema de agua",
        "Camino rural",
        "Escuela",
        "Puesto de salud",
        "Drenaje",
        "Puente",
        "Planta de tratamiento",
    ]
    projects = []
    for number in range(1, 401):
        code = dice.choice(list(MUNICIPALITIES))
        cost = round(dice.lognormvariate(14.6, 0.9), 2)
        physical = round(100 * min(1.0, dice.betavariate(2, 2)), 1)
        financial = round(min(100.0, max(0.0, physical + dice.gauss(-4, 12))), 1)
        projects.append(
            [
                f"P{number:05}",
                f"{dice.choice(works)}, {MUNICIPALITIES[code]}",
                code,
                MUNICIPALITIES[code],
                DEPARTMENTS[code[:2]],
                str(dice.randint(2022, 2026)),
                cost,
                physical,
                financial,
                "Sí" if dice.random() < 0.35 else "No",
            ]
        )
    write_csv(
        "inversion_proyectos.csv",
        [
            "Proyecto",
            "Nombre",
            "Código",
            "Municipio",
            "Departamento",
            "Ejercicio",
            "Costo (Q)",
            "Avance físico (%)",
            "Avance financiero (%)",
            "Reprogramado",
        ],
        projects,
        titles=["Proyectos de inversión pública", "DATOS DE EJEMPLO: ningún proyecto es real"],
        spanish=True,
    )


def main(data: Path) -> None:
    """Write every table into the catalogue's ``demo_tables`` folder."""
    for build in (
        ranking,
        access_to_information,
        population,
        households,
        education,
        poverty,
        malnutrition,
        budget,
        peru,
        mayan_languages,
    ):
        build(data)
    invented()
    for path in sorted(TABLES.glob("*.[cx]*")):
        print(f"{path.stat().st_size:>9} {path.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
