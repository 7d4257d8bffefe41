"""A step done for many cities on an executor: what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.campaign.sending import SentCity, do_sent_city, pack, take_back
from smartxl.campaign.work import CityResult, CityStep, CityTask, do_city
from smartxl.errors import SmartxlError
from smartxl.executors import Block, BlockResult, Executor, text_digest
from smartxl.model.campaign import CampaignCity

if TYPE_CHECKING:
    from smartxl.project.progress import Progress

__all__ = ["CampaignRun", "run_tasks"]

_Outcome = tuple[dict[str, CityResult], dict[str, SmartxlError]]


@dataclass(frozen=True)
class CampaignRun:
    """What a step came to: by city code what was done, in the order of the table, and why it was not."""

    step: CityStep
    cities: tuple[CampaignCity, ...]
    done: Mapping[str, CityResult]
    failed: Mapping[str, SmartxlError]

    @property
    def fresh(self) -> int:
        """In how many cities something was done; in the others nothing had changed."""
        return sum(not result.same for result in self.done.values())


def run_tasks(
    workers: Executor, tasks: Sequence[CityTask], progress: Progress | None, *, send: bool
) -> _Outcome:
    """By city code: what was done, in the order of the tasks, and why it was not.

    `send`: workers see no folder that they share with this machine; their files are sent, and what they wrote comes back.
    """
    # a scheduler keeps results by their keys: those of another run are not meant
    blocks = {
        text_digest(str(task.campaign), task.step, task.now.isoformat(), task.city.code): task
        for task in tasks
    }
    found: dict[str, CityResult] = {}
    failed: dict[str, SmartxlError] = {}
    results = _sent(workers, blocks) if send else workers.run(do_city, _blocks(blocks))
    for number, result in enumerate(results, 1):
        task = blocks[result.key]
        if result.value is not None:
            found[task.city.code] = result.value
        elif result.error is not None:
            failed[task.city.code] = result.error
        if progress is not None:
            progress(number, len(tasks), task.city.name.get(task.lang))
    return {task.city.code: found[task.city.code] for task in tasks if task.city.code in found}, failed


def _blocks(tasks: Mapping[str, CityTask]) -> Iterator[Block[CityTask]]:
    return (Block(key, task) for key, task in tasks.items())


def _sent(workers: Executor, tasks: Mapping[str, CityTask]) -> Iterator[BlockResult[CityResult]]:
    """The results of cities that are packed when a worker wants them; why one cannot be packed comes last."""
    refused: list[BlockResult[CityResult]] = []
    for result in workers.run(do_sent_city, _packed(tasks, refused)):
        done = take_back(tasks[result.key], result.value) if result.value is not None else None
        yield BlockResult(result.key, done, result.error)
    yield from refused


def _packed(
    tasks: Mapping[str, CityTask], refused: list[BlockResult[CityResult]]
) -> Iterator[Block[SentCity]]:
    for key, task in tasks.items():
        try:
            yield Block(key, pack(task))
        except SmartxlError as error:
            refused.append(BlockResult(key, error=error))
