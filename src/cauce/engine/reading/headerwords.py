"""Words of headers, folded, by what they say about the values below."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DATE: Final = _words(
    "fecha fechas fech date dates fec fch dia vencimiento nacimiento created updated modified "
    "inicio fin fechainicio fechafin fecreg timestamp datetime issued accessioned"
)
"""Dates."""
YEAR: Final = _words(
    "ano anio anho year yr gestion ejercicio periodo vigencia anofiscal anio2 aaaa yyyy "
    "periodos anual cohorte"
)
"""Years; "años de estudio" has another word."""
MONTH: Final = _words("mes month meses mm")
"""Months."""
CODE: Final = _words(
    "codigo codigos cod code codes clave cve ubigeo codigomodular codmod codlocal sigla iso "
    "fips cie cie10 unspsc sku isbn issn nog snip"
)
"""Codes, which keep their zeros."""
PERSON: Final = _words(
    "dpi cui nit dni ruc cedula rut rfc curp passport pasaporte nss telefono telefonos tel "
    "celular phone movil placa padron afiliacion"
)
"""Numbers that tell persons or firms apart, telephones."""
IDENTITY: Final = _words(
    "id ids identifier identificador identificacion gid uid uuid guid oid fid pk objectid nro_doc "
    "doi handle slug rowid idu sid qid pid cid tid nid userid correlativo"
)
"""What tells one thing from another, without doubt."""
RECORD: Final = _words(
    "key expediente expedientes folio registro resolucion contrato acta boleta factura oficio"
)
"""What may tell one thing from another, or count things."""
THING: Final = _words(
    "expediente contrato acta orden registro documento boleta factura resolucion oficio "
    "formulario cedula dpi cui nit dni ruc serie folio caso cuenta poliza proyecto snip "
    "ficha partida"
)
"""What is numbered: "No. de expediente"."""
NUMBER: Final = _words("no nro num numero nrodoc n n°")
"""The word number, abbreviated or not."""
COUNT: Final = _words(
    "cantidad cant total totales numero personas habitantes poblacion casos hogares "
    "viviendas familias beneficiarios alumnos hospitalarios hospitalarias consultas "
    "atenciones unidades kilogramos veces dias anos meses edad puesto posicion lugar "
    "ranking indice tasa"
)
"""Counts and measures."""
MONEY: Final = _words(
    "monto montos presupuesto presupuestado presupuestaria presupuestario devengado "
    "devengados asignado asignacion vigente pagado pago pagos costo costos coste ingreso "
    "ingresos gasto gastos egreso egresos inversion precio precios salario salarios sueldo "
    "sueldos recaudacion recaudado deuda transferencias desembolso "
    "desembolsos desembolsado aporte aportes ejecutado girado comprometido certificado pim "
    "pia importe tarifa saldo saldos donacion donaciones prestamo prestamos amount budget "
    "cost price revenue salary income spending expenditure remesas remesa utilidad "
    "financiamiento financiado canon arancel honorarios viaticos arbitrios impuesto "
    "impuestos multa multas ganancia"
)
"""Amounts of money."""
NOT_MONEY: Final = COUNT | _words(
    "tipo fuente clasificador codigo cod nombre descripcion rubro objeto estado porcentaje "
    "pct porcentual avance hospital pacientes quintil decil nivel rango grupo categoria "
    "fecha programa"
)
"""What is not money although a word of money stands beside it."""
PERCENT: Final = _words("porcentaje porcentajes porcentual pct porc percent percentage")
"""Percentages."""
BARE_NUMBERS: Final = _words("# no nº n° nro num n núm n.º no. numero número item ítem")
"""Whole headers, in lower case, that number the rows."""
