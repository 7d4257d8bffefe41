"""Work in blocks, on this machine or on several: in this process, in processes, on a cluster of Dask.

In: a function and blocks, each with a key, the digest of what it is worked out from. Out: one result for each key, as blocks
finish; a block that fails, or whose process is killed, never stops the others. Start reading at `base.Executor`.
"""

from smartxl.executors.base import Block, BlockResult, Executor, SerialExecutor, text_digest
from smartxl.executors.choose import executor
from smartxl.executors.processes import ProcessExecutor

__all__ = [
    "Block",
    "BlockResult",
    "Executor",
    "ProcessExecutor",
    "SerialExecutor",
    "executor",
    "text_digest",
]
