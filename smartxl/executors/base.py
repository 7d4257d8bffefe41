"""What an executor is, and the one that works in this process."""

from __future__ import annotations

import hashlib
import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from smartxl.errors import ProjectError, SmartxlError
from smartxl.text import Text

__all__ = ["Block", "BlockResult", "Executor", "SerialExecutor", "attempt", "once_each", "text_digest"]

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """A piece of work. Blocks with one `key` give one result, and are worked out once: see `text_digest`."""

    key: str
    task: T


@dataclass(frozen=True, slots=True)
class BlockResult(Generic[R]):
    """What became of a block: its `value`, or the `error` that kept it from one."""

    key: str
    value: R | None = None
    error: SmartxlError | None = None


class Executor(ABC):
    """Works blocks out and gives their results as they finish, in any order; a context manager.

    `work` and the tasks must be picklable, and `work` idempotent: where a process is killed its block is worked out again.
    What `work` raises is the `error` of its block; KeyboardInterrupt ends all of them, and what has finished is kept.
    """

    @abstractmethod
    def run(self, work: Callable[[T], R], blocks: Iterable[Block[T]]) -> Iterator[BlockResult[R]]:
        """One result for each key."""

    def spread(self, work: Callable[[T], R], pieces: Sequence[T]) -> Iterator[R]:
        """What `work` makes of each piece, in their order. Raises the error of the first piece that has one."""
        keys = [hashlib.sha256(pickle.dumps((work, piece))).hexdigest() for piece in pieces]
        blocks = (Block(key, piece) for key, piece in zip(keys, pieces, strict=True))
        results = self.run(work, blocks)
        found: dict[str, BlockResult[R]] = {}
        for key in keys:
            while key not in found:
                result = next(results)
                found[result.key] = result
            if (error := found[key].error) is not None:
                raise error
            yield cast("R", found[key].value)

    def close(self) -> None:  # noqa: B027  (most have nothing to give back)
        """Ends its processes or connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()


class SerialExecutor(Executor):
    """One block after the other, in this process and in the order given."""

    def run(self, work: Callable[[T], R], blocks: Iterable[Block[T]]) -> Iterator[BlockResult[R]]:
        """The results in the order of the blocks."""
        for block in once_each(blocks):
            yield attempt(work, block)


def attempt(work: Callable[[T], R], block: Block[T]) -> BlockResult[R]:
    """Works a block out; whatever goes wrong is its result."""
    try:
        return BlockResult(block.key, work(block.task))
    except SmartxlError as error:
        return BlockResult(block.key, error=error)
    except Exception as error:
        what = Text(f"没有预料到的错误：{error!r}", f"an error that nobody expected: {error!r}")
        remedy = Text("请把这句话报告给开发者", "please report this sentence to the developers")
        return BlockResult(block.key, error=ProjectError(block.key[:12], what, remedy))


def once_each(blocks: Iterable[Block[T]]) -> Iterator[Block[T]]:
    """Without blocks whose key came before."""
    seen: set[str] = set()
    for block in blocks:
        if block.key not in seen:
            seen.add(block.key)
            yield block


def text_digest(*parts: str) -> str:
    """The SHA-256 of some texts, as the key of a block."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
