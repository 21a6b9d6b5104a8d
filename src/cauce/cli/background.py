"""What ``cauce doctor`` asks of the background: jobs that come back, and e-mail that goes out."""

from collections.abc import Iterator

from django.conf import settings

from cauce.cli.doctor import Finding

_START = "Inicie «cauce serve» o «cauce worker», o mire en /admin/core/job/ por qué fallan."


def recurring() -> Iterator[Finding]:
    """Every job that comes back did, not long ago."""
    from cauce.apps.core.recurring import recurrences

    all_of_them = list(recurrences())
    late = [each for each in all_of_them if each.late]
    for each in late:
        when = f"{each.done_at:%Y-%m-%d}" if each.done_at else "nunca"
        yield Finding(
            "warning",
            f"El trabajo periódico {each.kind} no se hace desde hace tiempo (última vez: {when}).",
            _START,
        )
    if not late:
        done = sum(1 for each in all_of_them if each.done_at)
        yield Finding("ok", f"Trabajos periódicos al día: {done} de {len(all_of_them)} ya hechos.")


def mail() -> Iterator[Finding]:
    """E-mail is configured whole, and notices go out."""
    from cauce.apps.core.models import Notice

    chosen = settings.CAUCE
    if chosen.demo:
        yield Finding("ok", "Una demostración no envía correo: mírelo en /avisos/correo/.")
        return
    if not chosen.email_host:
        yield Finding("ok", "No se envía correo: los avisos llegan solo a /avisos/.")
        return
    if not chosen.base_url:
        yield Finding(
            "warning",
            "Los correos salen sin enlaces: no se sabe la dirección pública del sitio.",
            "Escriba base_url en cauce.toml.",
        )
    failed = Notice.objects.filter(mail=Notice.Mail.FAILED)
    last = failed.order_by("-created_at").first()
    if last is None:
        yield Finding("ok", f"Los avisos salen por correo por {chosen.email_host}.")
    else:
        yield Finding(
            "warning",
            f"{failed.count()} avisos no salieron por correo. El último: {last.mail_error}",
            "Revise los ajustes email_… en cauce.toml y las direcciones en /admin/core/notice/;"
            " se intenta de nuevo cada día durante una semana.",
        )
