"""Which areas of a file are new, which are known already, and what each is part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Collection, Dict, Hashable, Iterable, List, Mapping, Optional, Sequence, Tuple, Union


@dataclass(frozen=True)
class Wish:
    """An area as the file names it; ``parent`` is a code, a name or a full name, ``path`` the full name if told."""

    number: int
    name: str
    code: str = ""
    parent: str = ""
    path: str = ""


@dataclass(frozen=True)
class Known:
    """An area that exists; ``path`` is its full name."""

    id: int
    name: str
    path: str
    code: str
    parent_id: Optional[int]


@dataclass(frozen=True)
class Inside:
    """Part of another area of the file: its index in the list of wishes."""

    index: int


#: What an area is part of: one of the file, the id of a known one, or nothing.
Parent = Union[Inside, int, None]


@dataclass(frozen=True)
class Place:
    """Where a wish goes.

    Attributes
    ----------
    target
        Id of the known area that it is; None for a new one.
    depth
        How many areas of the file are above it: those have to be written first.
    fault
        ``""``, or ``no_name``, ``broken_name``, ``twin_code``, ``twin_name``, ``parent_unknown``,
        ``parent_ambiguous``, ``parent_faulty``, ``several_known`` or ``loop``.
    value
        What the fault is about: a name, a code, the chain of a loop.
    """

    target: Optional[int] = None
    parent: Parent = None
    depth: int = 0
    fault: str = ""
    value: str = ""


class _Fault(Exception):
    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def place_wishes(
    wishes: Sequence[Wish],
    known: Sequence[Known],
    part_of: Optional[int] = None,
    faulty: Collection[int] = (),
) -> List[Place]:
    """Return for each wish which known area it is, and what it is part of.

    A wish is the known area with its code; without such a one, the one of its name within the same area, if that has
    no other code. A parent is looked for in the file first, by code, full name and name, then among the known areas.

    Parameters
    ----------
    part_of
        Id of the known area that wishes without a parent are part of.
    faulty
        Indexes of wishes that cannot be used for another reason: nothing can be part of them.
    """
    return _Placer(wishes, known, part_of).places(faulty)


class _Placer:
    def __init__(self, wishes: Sequence[Wish], known: Sequence[Known], part_of: Optional[int]) -> None:
        self.wishes = wishes
        self.known = {area.id: area for area in known}
        self.part_of = part_of
        self.in_file = [_index((getattr(wish, key), i) for i, wish in enumerate(wishes))
                        for key in ("code", "path", "name")]
        self.in_known = [_index((getattr(area, key), area.id) for area in known) for key in ("code", "path", "name")]
        self.by_name_and_parent = _index(((area.name, area.parent_id), area.id) for area in known)
        self.faults: Dict[int, _Fault] = {}
        self.parents: Dict[int, Parent] = {}
        self.targets: Dict[int, Optional[int]] = {}

    def places(self, faulty: Collection[int]) -> List[Place]:
        everything = range(len(self.wishes))
        for step in (self._check_name, self._find_parent, self._check_loop, self._check_twin):
            self._each(step, everything)
        depths = {index: len(self._above(index)) for index in everything if index not in self.faults}
        downward = sorted(depths, key=lambda index: depths[index])
        self._each(self._check_parent, [index for index in downward if index not in faulty], faulty)
        self._each(self._find_target, downward)
        self._each(self._check_known_loop, downward)
        return [self._place(index, depths.get(index, 0)) for index in everything]

    def _each(self, step: Callable[..., None], indexes: Iterable[int], *more: Collection[int]) -> None:
        for index in indexes:
            if index in self.faults:
                continue
            try:
                step(index, *more)
            except _Fault as fault:
                self.faults[index] = fault

    def _place(self, index: int, depth: int) -> Place:
        fault = self.faults.get(index)
        if fault:
            return Place(fault=fault.code, value=fault.value)
        return Place(self.targets[index], self.parents[index], depth)

    def _check_name(self, index: int) -> None:
        name = self.wishes[index].name
        if not name:
            raise _Fault("no_name", "")
        if "\ufffd" in name:
            raise _Fault("broken_name", name)

    def _find_parent(self, index: int) -> None:
        text = self.wishes[index].parent
        if not text:
            self.parents[index] = self.part_of
            return
        for table in self.in_file:
            found = [other for other in table.get(text, ()) if other != index] or table.get(text, ())
            if found:
                self.parents[index] = Inside(_only(found, text))
                return
        for table in self.in_known:
            if table.get(text):
                self.parents[index] = _only(table[text], text)
                return
        raise _Fault("parent_unknown", text)

    def _above(self, index: int) -> List[int]:
        """Indexes of the areas of the file above this one; it is among them when they form a loop."""
        chain: List[int] = []
        parent = self.parents.get(index)
        while isinstance(parent, Inside) and parent.index not in chain:
            chain.append(parent.index)
            parent = self.parents.get(parent.index)
        return chain

    def _check_loop(self, index: int) -> None:
        above = self._above(index)
        if index in above:
            loop = [index, *above[: above.index(index) + 1]]
            raise _Fault("loop", " → ".join(self.wishes[i].name for i in loop[:8]))

    def _check_twin(self, index: int) -> None:
        wish = self.wishes[index]
        first = self.in_file[0][wish.code][0] if wish.code else index
        if first != index:
            raise _Fault("twin_code", wish.code)
        if not wish.code:
            twins = [i for i in self.in_file[2][wish.name]
                     if not self.wishes[i].code and self.parents.get(i) == self.parents[index]]
            if twins and twins[0] < index:
                raise _Fault("twin_name", wish.name)

    def _check_parent(self, index: int, faulty: Collection[int]) -> None:
        parent = self.parents[index]
        if isinstance(parent, Inside) and (parent.index in faulty or parent.index in self.faults):
            raise _Fault("parent_faulty", self.wishes[parent.index].name)

    def _find_target(self, index: int) -> None:
        wish = self.wishes[index]
        parent = self.parents[index]
        coded = self.in_known[0].get(wish.code, []) if wish.code else []
        above = self.targets.get(parent.index) if isinstance(parent, Inside) else parent
        is_known = above is not None or parent is None
        named = self.by_name_and_parent.get((wish.name, above), []) if is_known else []
        named = [i for i in named if not (wish.code and self.known[i].code and self.known[i].code != wish.code)]
        found = coded or named
        if len(found) > 1:
            raise _Fault("several_known", wish.code or wish.name)
        self.targets[index] = found[0] if found else None

    def _check_known_loop(self, index: int) -> None:
        """Refuse what would put a known area below itself."""
        target = self.targets[index]
        moved = {self.targets[i]: i for i in self.targets if self.targets[i] is not None and i not in self.faults}
        seen = [target]
        parent = self._id_above(self.parents[index])
        while target is not None and parent in self.known:
            if parent == target:
                raise _Fault("loop", " → ".join(self.known[i].name for i in [*seen, target] if i is not None))
            seen.append(parent)
            mine = moved.get(parent)
            parent = self.known[parent].parent_id if mine is None else self._id_above(self.parents[mine])
            if len(seen) > len(self.known) + 1:
                return

    def _id_above(self, parent: Parent) -> Optional[int]:
        return self.targets.get(parent.index) if isinstance(parent, Inside) else parent


def _index(pairs: Iterable[Tuple[Hashable, int]]) -> Dict[Hashable, List[int]]:
    table: Dict[Hashable, List[int]] = {}
    for key, value in pairs:
        if key:
            table.setdefault(key, []).append(value)
    return table


def _only(found: Sequence[int], text: str) -> int:
    if len(found) > 1:
        raise _Fault("parent_ambiguous", text)
    return found[0]


def guess_fields(fields: Sequence[str], samples: Mapping[str, Sequence[str]]) -> Tuple[str, str, str]:
    """Return which properties are most likely name, code and parent of an area; empty where none is.

    Parameters
    ----------
    samples
        The first values of each property.
    """
    name = _first_like(fields, _NAMES) or next((f for f in fields if _is_worded(samples.get(f, ()))), "")
    code = _first_like([f for f in fields if f != name], _CODES)
    parent = _first_like([f for f in fields if f not in (name, code)], _PARENTS)
    return name, code, parent


#: Beginnings of the names of properties, the most telling first.
_NAMES = ("name", "nimi", "namn", "navn", "naam", "nom", "nombre", "nome", "gen", "名称", "地名", "name_", "title")
_CODES = ("code", "adcode", "natcode", "kunta", "tunnus", "kod", "gml_id", "insee", "geoid", "iso", "nuts_id", "lau_id",
          "ags", "代码", "编码", "id")
_PARENTS = ("parent", "part_of", "上级", "folder")


def _first_like(fields: Sequence[str], wanted: Sequence[str]) -> str:
    for test in (str.__eq__, str.startswith):
        for beginning in wanted:
            found = next((field for field in fields if test(field.casefold(), beginning)), "")
            if found:
                return found
    return ""


def _is_worded(values: Sequence[str]) -> bool:
    texts = [value for value in values if value]
    return bool(texts) and len(set(texts)) == len(texts) and all(not text.replace(".", "").isdigit() for text in texts)
