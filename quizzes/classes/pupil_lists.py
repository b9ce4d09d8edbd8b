"""Lists of pupils as teachers paste them, or keep them in a table, made into accounts."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.accounts.models import User

from .models import Enrolment, SchoolClass

MOST = 200
"""Pupils of one list; more are no class."""

HEADINGS = {"name", "names", "pupil", "pupils", "student", "students", "الاسم"}
DELIMITERS = "\t;,"
NAME_LENGTH = User._meta.get_field("first_name").max_length or 150
USERNAME = User._meta.get_field("username")


class ListRefused(Exception):
    """Nothing of a list was taken; ``problems`` say why, each with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Listed:
    """A pupil of a list: the line, from 1, the name, and the user name if one was chosen."""

    line: int
    name: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """Who got an account and is in the class now, and who was in it by that name already."""

    made: list[User]
    known: list[str]


def read_list(text: str) -> list[Listed]:
    """Return the pupils of a list with a name in each line, and perhaps a user name behind it.

    A tab, a semicolon or a comma stands between the two; a line of headings is passed over, and so
    are empty ones. Raises ListRefused, also if there is nobody in it.
    """
    found, problems = list[Listed](), list[str]()
    for line, cells in _lines(text):
        name, username = cells[0], cells[1] if len(cells) > 1 else ""
        if not found and name.casefold() in HEADINGS:
            continue
        found.append(Listed(line, name, username))
        problems += _problems(found[-1], len(cells))
    problems += _chosen_twice(found)
    if not found:
        problems.append(_("There is no name in the list. Write one name in each line."))
    if len(found) > MOST:
        said = _("The list has %(count)s names; at most %(most)s are taken at once.")
        problems.append(said % {"count": len(found), "most": MOST})
    if problems:
        raise ListRefused(problems)
    return found


def add_pupils(school_class: SchoolClass, listed: Collection[Listed]) -> Added:
    """Make an account with a first password for each pupil, in the class.

    Who is in the class under the same name, with an account made for it, stays as they are, so
    that a list that was sent twice, or has grown, adds nobody twice. Raises ListRefused where a
    chosen user name is taken; nothing is done then.
    """
    with transaction.atomic():
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        made_here = school_class.enrolments.filter(made_account=True).select_related("learner")
        known = {it.learner.first_name.casefold() for it in made_here}
        fresh = [it for it in listed if it.name.casefold() not in known]
        users = [
            User(username=username, first_name=it.name)
            for it, username in zip(fresh, _usernames(fresh), strict=True)
        ]
        for user in users:
            user.give_first_password()
        User.objects.bulk_create(users)
        Enrolment.objects.bulk_create(
            Enrolment(school_class=school_class, learner=user, made_account=True) for user in users
        )
    return Added(users, [it.name for it in listed if it.name.casefold() in known])


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers, in cells without spaces around them."""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = next((it for it in DELIMITERS if any(it in line for line in lines)), ",")
    for number, line in enumerate(lines, 1):
        read = next(csv.reader([line], delimiter=delimiter), [])
        cells = [" ".join(cell.split()) for cell in read]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _problems(pupil: Listed, cells: int) -> list[str]:
    found = []
    if not pupil.name:
        found.append(_("the name is missing"))
    if len(pupil.name) > NAME_LENGTH or "\x00" in pupil.name:
        found.append(_("the name is too long or holds signs that are no text"))
    if cells > 2:
        found.append(_("there are more than two columns: a name, and perhaps a username"))
    if pupil.username:
        try:
            USERNAME.run_validators(pupil.username)
        except ValidationError:
            said = _("“%(name)s” is no username. Use letters, digits and @ . + - _ alone.")
            found.append(said % {"name": pupil.username})
    return [_("Line %(line)s: %(what)s") % {"line": pupil.line, "what": it} for it in found]


def _chosen_twice(listed: Collection[Listed]) -> list[str]:
    problems, names, usernames = list[str](), dict[str, int](), dict[str, int]()
    for pupil in listed:
        for text, seen, what in (
            (pupil.name, names, _("the same name as in line %(line)s; add something to tell them")),
            (pupil.username, usernames, _("the same username as in line %(line)s")),
        ):
            if not text:
                continue
            first = seen.setdefault(text.casefold(), pupil.line)
            if first != pupil.line:
                said = _("Line %(line)s: %(what)s")
                problems.append(said % {"line": pupil.line, "what": what % {"line": first}})
    return problems


def _usernames(listed: Collection[Listed]) -> list[str]:
    """A user name for each: the one chosen, or one made of the name that is still free."""
    wished = {it.username.casefold() for it in listed if it.username}
    bases = {it.line: _base(it.name) for it in listed if not it.username}
    taken = _taken([*wished, *bases.values()])
    refused = [
        _("Line %(line)s: the username “%(name)s” is taken. Choose another, or leave it out.")
        % {"line": it.line, "name": it.username}
        for it in listed
        if it.username.casefold() in taken
    ]
    if refused:
        raise ListRefused(refused)
    taken |= wished
    found = []
    for pupil in listed:
        found.append(pupil.username or _free(bases[pupil.line], taken))
        taken.add(found[-1].casefold())
    return found


def _taken(bases: Iterable[str]) -> set[str]:
    """The user names in use that are one of these or begin with one, folded."""
    pattern = "|".join(re.escape(base) for base in sorted(set(bases)))
    if not pattern:
        return set()
    used = User.objects.filter(username__iregex=rf"^({pattern})\d*$")
    return {name.casefold() for name in used.values_list("username", flat=True)}


def _base(name: str) -> str:
    """A user name made of a name: “Amina El-Mahdi” gives “amina.el-mahdi”."""
    text = unicodedata.normalize("NFKC", name).casefold()
    words = re.sub(r"[^\w\s.+-]", "", text).split()
    return ".".join(words)[:120] or ngettext("pupil", "pupils", 1)


def _free(base: str, taken: Collection[str]) -> str:
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name
