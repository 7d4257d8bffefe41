"""A workbook as a function of arrays: many scenarios at once, and of the formulas only those between inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from smartxl.bookmodel.addresses import AddressBook, Key, spelt
from smartxl.bookmodel.columns import gathered
from smartxl.bookmodel.plan import ScenarioPlan
from smartxl.errors import BookError
from smartxl.recalc.planes import Ref
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.bookmodel.live import LiveBook
    from smartxl.recalc import Scalar

__all__ = ["BookFunction", "Names", "compiled_function"]

Names = str | Sequence[str] | Mapping[str, str]
"""An address, several, or `{name: address}`."""

_REMEDY = Text("每个输入给一个数组或一个值", "give an array or a value for each input")


@dataclass(frozen=True)
class BookFunction:
    """Takes an array or a value for each input, which are broadcast; gives an array for each output.

    Numbers come as floats, NaN for an error or a blank; truth values as bools; all else as objects. Raises VerifyError where
    a cell that is needed cannot be computed, BookError for what it is not to be called with.
    """

    inputs: Mapping[str, Ref]
    outputs: Mapping[str, Ref]
    _gives: type = field(repr=False)
    _plan: ScenarioPlan = field(repr=False)
    _addresses: AddressBook = field(repr=False)

    def __call__(self, *arguments: object, **named: object) -> Any:  # noqa: ANN401  (an array, a tuple or a dict of arrays)
        """The outputs in all scenarios."""
        given = self._bound(arguments, named)
        arrays = {name: self._array(name, value) for name, value in given.items()}
        heads = {
            name: array.shape[: array.ndim - _depth(self.inputs[name])] for name, array in arrays.items()
        }
        try:
            shape = np.broadcast_shapes(*heads.values())
        except ValueError:
            sizes = ", ".join(f"{name} {head}" for name, head in heads.items())
            what = Text(f"各输入的场景数不一致：{sizes}", f"the inputs have shapes that do not fit: {sizes}")
            raise BookError(self._addresses.file, what, _REMEDY) from None
        columns: dict[Key, NDArray[Any]] = {}
        for name, array in arrays.items():
            columns.update(self._columns(self.inputs[name], array, shape))
        found = self._plan.run(columns, int(np.prod(shape)))
        gathered_ = {name: gathered(found, ref, shape) for name, ref in self.outputs.items()}
        if self._gives is dict:
            return gathered_
        return next(iter(gathered_.values())) if self._gives is str else tuple(gathered_.values())

    def frame(self, scenarios: pd.DataFrame) -> pd.DataFrame:
        """The outputs for each row of a frame with a column for each input; its index is kept. Raises as a call does."""
        unknown = [str(column) for column in scenarios.columns if column not in self.inputs]
        if unknown:
            raise self._unknown(unknown)
        found = self(**{str(name): scenarios[name].to_numpy() for name in scenarios.columns})
        arrays = (
            found.values() if isinstance(found, dict) else found if isinstance(found, tuple) else (found,)
        )
        return pd.DataFrame(dict(zip(self.outputs, arrays, strict=True)), index=scenarios.index)

    @property
    def lifted(self) -> tuple[int, int]:
        """How many formulas between inputs and outputs are calculated for all scenarios at once, and how many there are."""
        return self._plan.lifted, len(self._plan.steps)

    def _bound(self, arguments: Sequence[object], named: Mapping[str, object]) -> Mapping[str, object]:
        names = list(self.inputs)
        given = dict(zip(names, arguments, strict=False))
        unknown = [name for name in named if name not in self.inputs or name in given]
        if len(arguments) > len(names):
            unknown.append(f"#{len(names) + 1}")
        if unknown:
            raise self._unknown(unknown)
        given |= named
        missing = [name for name in names if name not in given]
        if missing:
            listed = ", ".join(missing)
            what = Text(f"没有给 {listed}", f"not given: {listed}")
            raise BookError(self._addresses.file, what, _REMEDY)
        return {name: given[name] for name in names}

    def _unknown(self, names: Sequence[str]) -> BookError:
        listed, known = ", ".join(names), ", ".join(self.inputs)
        what = Text(f"没有这样的输入，或给了两次：{listed}", f"no such input, or given twice: {listed}")
        return BookError(self._addresses.file, what, Text(f"输入是：{known}", f"the inputs are: {known}"))

    def _array(self, name: str, value: object) -> NDArray[Any]:
        """An input as an array; a list of texts or mixed values as objects."""
        is_plain = isinstance(value, np.ndarray)
        array = np.asarray(value) if is_plain else np.asarray(value, dtype=_dtype(value))
        ref = self.inputs[name]
        if ref.is_cell:
            return array
        for end in ((ref.rows, ref.columns), (ref.rows * ref.columns,)):
            fits = len(end) == 2 or 1 in {ref.rows, ref.columns}
            if fits and array.shape[-len(end) :] == end:
                return array.reshape(*array.shape[: -len(end)], ref.rows, ref.columns)
        what = Text(
            f"{name} 有 {ref.rows} × {ref.columns} 个单元格，数组是 {array.shape}",
            f"{name} has {ref.rows} × {ref.columns} cells, the array is {array.shape}",
        )
        raise BookError(
            f"{self._addresses.file} {spelt(ref)}",
            what,
            Text("行与列放在最后两维", "put its rows and columns last"),
        )

    def _columns(
        self, ref: Ref, array: NDArray[Any], shape: tuple[int, ...]
    ) -> Iterator[tuple[Key, NDArray[Any]]]:
        depth = _depth(ref)
        wide = np.broadcast_to(array, (*shape, *array.shape[array.ndim - depth :]))
        if ref.is_cell:
            yield (ref.sheet.index, ref.top, ref.left), wide.reshape(-1)
            return
        flat = wide.reshape(-1, ref.rows, ref.columns)
        for row in range(ref.rows):
            for column in range(ref.columns):
                yield (ref.sheet.index, ref.top + row, ref.left + column), flat[:, row, column]


def _depth(ref: Ref) -> int:
    return 0 if ref.is_cell else 2


def _dtype(value: object) -> type | None:
    """Numbers and truths as numpy takes them, all else as objects."""
    found = np.asarray(value)
    return object if found.dtype.kind in "USO" else None


def compiled_function(
    live: LiveBook, addresses: AddressBook, changes: Mapping[Key, Scalar], inputs: Names, outputs: Names
) -> BookFunction:
    """A function of some cells that gives others; nothing is calculated yet. Raises UnknownName, BookError."""
    taken = {name: addresses.find(address) for name, address in _named(inputs).items()}
    given = {name: addresses.find(address) for name, address in _named(outputs).items()}
    keys: list[Key] = [key for ref in taken.values() for key in _keys(ref)]
    if len(set(keys)) < len(keys) or not keys or not given:
        what = Text(
            "没有输入或输出，或一个单元格是两个输入", "no inputs or outputs, or one cell is two inputs"
        )
        raise BookError(addresses.file, what, Text("每个单元格写一次", "name each cell once"))
    wanted = [key for ref in given.values() for key in _keys(ref)]
    plan = ScenarioPlan.of(live, addresses.file, changes, keys, wanted)
    kind = str if isinstance(outputs, str) else dict if isinstance(outputs, Mapping) else tuple
    return BookFunction(taken, given, kind, plan, addresses)


def _named(names: Names) -> Mapping[str, str]:
    if isinstance(names, Mapping):
        return names
    listed = [names] if isinstance(names, str) else list(names)
    return {
        name if name not in listed[:index] else f"{name}#{index + 1}": name
        for index, name in enumerate(listed)
    }


def _keys(ref: Ref) -> Iterator[Key]:
    for row in range(ref.top, ref.bottom + 1):
        yield from ((ref.sheet.index, row, column) for column in range(ref.left, ref.right + 1))
