"""How everything that changes something is written: the ``@action`` mechanism.

An action is a keyword-only function with an ``actor``. It asks for permission first, runs in one
transaction and leaves exactly one audit event; forgetting either is an error that undoes it::

    @action("core.create_organisation", _("Creó una entidad"))
    def create_organisation(*, actor: Actor, name: str) -> Organisation:
        permit(actor, Verb.MANAGE_ORGANISATIONS)
        organisation = Organisation.objects.create(name=name, slug=slugify(name))
        record(subject=organisation, organisation=organisation, details={"name": name})
        return organisation

Jobs enqueued inside are rows of the same transaction: they start after it commits, or never.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cauce.apps.core import audit
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Actor, System, Verb, may
from cauce.base.errors import Denied

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class BrokenAction(AssertionError):
    """An action is written wrongly: no permission asked, or not exactly one audit event."""


@dataclass(frozen=True)
class Action:
    """A registered action: its name in the log, its Spanish label and the function."""

    name: str
    label: str | Promise
    function: Callable[..., Any]


ACTIONS: dict[str, Action] = {}


@dataclass
class _Act:
    name: str
    actor: Actor | None = None
    recorded: int = 0


_current: ContextVar[_Act | None] = ContextVar("cauce_act", default=None)


def action(
    name: str, label: str | Promise
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Makes a function an action called ``name`` in the log and ``label`` on its page."""

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        _check_signature(name, function)

        @functools.wraps(function)
        def acting(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            if _current.get() is not None:
                raise BrokenAction(f"{name} was called inside another action")
            act = _Act(name)
            token = _current.set(act)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    if act.recorded != 1:
                        raise BrokenAction(f"{name} left {act.recorded} audit events, not one")
                    return result
            finally:
                _current.reset(token)

        ACTIONS[name] = Action(name, label, acting)
        audit.EVENT_LABELS[name] = label
        return acting

    return decorate


def permit(actor: Actor, verb: Verb, organisation: Organisation | None = None) -> None:
    """Lets the action go on, or raises :class:`Denied`. The first line of every action."""
    act = _act("permit")
    demand(actor, verb, organisation)
    act.actor = actor


def demand(actor: Actor, verb: Verb, organisation: Organisation | None = None) -> None:
    """Raises :class:`Denied` unless ``actor`` may. For pages, before they show a form."""
    if not may(actor, verb, organisation):
        raise Denied(_("No tiene permiso para hacer esto. Pídalo a quien administra Cauce."))


def permit_oneself(actor: Actor, person: User) -> None:
    """Lets the action go on when people act upon their own account; the system always may."""
    if not isinstance(actor, System) and (actor != person or not actor.is_active):
        raise Denied(_("Solo puede cambiar su propia cuenta."))
    _act("permit_oneself").actor = actor


def record(
    *,
    subject: models.Model,
    details: Mapping[str, Any],
    organisation: Organisation | None = None,
) -> None:
    """Leaves the action's one audit event, in its transaction.

    ``details`` is plain data; a person inside it is kept apart, erasable (see ``audit``). Never
    write a name or an e-mail as text.
    """
    act = _act("record")
    if act.actor is None:
        raise BrokenAction(f"{act.name} recorded an event before asking for permission")
    act.recorded += 1
    audit.append(
        act.name, actor=act.actor, subject=subject, organisation=organisation, details=details
    )


def _act(what: str) -> _Act:
    act = _current.get()
    if act is None:
        raise BrokenAction(f"{what} was called outside an action")
    return act


def _check_signature(name: str, function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters.values()
    if any(each.kind is not inspect.Parameter.KEYWORD_ONLY for each in parameters):
        raise BrokenAction(f"{name} must take keyword arguments only")
    if "actor" not in {each.name for each in parameters}:
        raise BrokenAction(f"{name} must take an actor")
    if name in ACTIONS:
        raise BrokenAction(f"there are two actions called {name}")
