"""An error tells the person what happened, where, and what to do."""

import pickle

import pytest

from cauce.base.errors import CauceError, Conflict, Denied, NotFound, Refusal


def test_the_sentence_joins_what_where_and_remedy() -> None:
    error = Refusal(
        "La hoja no tiene encabezados.",
        code="table.header",
        where="hoja «Datos»",
        remedy="Escriba los nombres de las columnas en la primera fila",
    )
    assert str(error) == (
        "La hoja no tiene encabezados (hoja «Datos»). "
        "Escriba los nombres de las columnas en la primera fila."
    )
    assert error.code == "table.header"


def test_a_sentence_alone_is_closed_with_a_full_stop_once() -> None:
    assert str(CauceError("No hay datos")) == "No hay datos."
    assert str(CauceError("No hay datos.")) == "No hay datos."


@pytest.mark.parametrize("kind", [CauceError, Refusal, NotFound, Denied, Conflict])
def test_the_parts_and_pickle_give_the_same_error_again(kind: type[CauceError]) -> None:
    error = kind("No se puede.", code="a.b", where="fila 3", remedy="Espere.")
    for again in (kind(**_text(error)), pickle.loads(pickle.dumps(error))):
        assert type(again) is kind
        assert again.as_dict() == error.as_dict()
        assert str(again) == str(error)


def _text(error: CauceError) -> dict[str, str]:
    return {name: value for name, value in error.as_dict().items() if value is not None}
