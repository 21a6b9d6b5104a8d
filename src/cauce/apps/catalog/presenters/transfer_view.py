"""Sending a file, as its page, its script and the list of files take it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cauce.apps.catalog import transfers, uploading
from cauce.apps.catalog.models import Transfer
from cauce.base.calendar import date_es
from cauce.base.errors import NotFound
from cauce.base.numerals import bytes_es, number_es


def line(transfer: Transfer) -> dict[str, Any]:
    """A transfer half way: its file, how much of it arrived, where one goes on."""
    sizes = {"arrived": bytes_es(_arrived(transfer)), "size": bytes_es(transfer.size)}
    until = timezone.localdate(transfers.expires_at(transfer))
    return {
        "title": transfer.name,
        "href": f"{reverse('catalog:upload')}?envio={transfer.key}",
        "give_up": reverse("catalog:give_up", args=[transfer.key]),
        "arrived": _("Ya llegaron %(arrived)s de %(size)s.") % sizes,
        "facts": [
            _("llegaron %(arrived)s de %(size)s") % sizes,
            transfer.organisation.short_name or transfer.organisation.name,
            transfer.dataset.title if transfer.dataset else "",
            _("se conserva hasta el %s") % date_es(until, short=True),
        ],
    }


def initial(going_on: Transfer | None, dataset: str) -> dict[str, str]:
    """What the form begins with: the choices of a transfer that one goes on with."""
    if going_on is None:
        return {"dataset": dataset}
    return {
        "organisation": going_on.organisation.slug,
        "dataset": going_on.dataset.slug if going_on.dataset else "",
    }


def sending(going_on: Transfer | None) -> dict[str, Any]:
    """What the page and its script need: addresses, the limit and every sentence they say."""
    return {
        "going_on": line(going_on) if going_on else None,
        "told": {
            "envios": reverse("catalog:begin_transfer"),
            "envio": reverse("catalog:transfer", args=[going_on.key]) if going_on else "",
            "nombre": going_on.name if going_on else "",
            "tamano": going_on.size if going_on else 0,
            "maximo": uploading.most_bytes(),
            "punto": number_es(0.5, country=settings.CAUCE.country)[1],
            "idioma": get_language(),
            "textos": _sentences(),
        },
    }


def _sentences() -> dict[str, str]:
    return {
        "choose": _("Elija el archivo que va a enviar."),
        "empty": _("El archivo está vacío. Revise que se haya guardado bien."),
        "large": _("El archivo pasa de %d MB, el máximo que se recibe.")
        % settings.CAUCE.upload_max_mb,
        "other": _(
            "No es el archivo que quedó a medias, o cambió desde entonces: se envía desde el"
            " principio."
        ),
        "begun": _("Se empezó a enviar «{name}»."),
        "resumed": _("Ya habían llegado {done}: se envía lo que falta."),
        "share": _("Va el {percent} %."),
        "line": _("{done} de {total}"),
        "speed": _("{speed} por segundo"),
        "left": _("faltan {time}"),
        "seconds": _("{n} s"),
        "minutes": _("{n} min"),
        "hours": _("{n} h"),
        "paused": _("En pausa. Lo que ya llegó se conserva hasta siete días."),
        "cut": _("Se cortó la conexión. Se intenta otra vez en {n} s."),
        "offline": _("No hay conexión. El envío sigue solo cuando vuelva."),
        "turn": _("Hay varios envíos a la vez. Se espera turno."),
        "back": _("Volvió la conexión: el envío continúa."),
        "keeping": _("Llegó todo. Se guarda el archivo."),
        "done": _("Listo. Ahora se lee el archivo."),
        "session": _(
            "Su sesión terminó. Entre otra vez y elija el mismo archivo: el envío sigue donde"
            " quedó."
        ),
        "unreadable": _(
            "El archivo cambió o ya no está en su lugar. Elíjalo otra vez y envíelo de nuevo."
        ),
        "failed": _("El servidor no aceptó el envío. Avise a informática si se repite."),
        "given_up": _("El envío se descartó."),
        "pause": _("Pausar"),
        "resume": _("Continuar"),
    }


def _arrived(transfer: Transfer) -> int:
    try:
        return transfers.received(transfer)
    except NotFound:
        return 0
