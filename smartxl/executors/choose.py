"""Which executor is meant by what a person says."""

from __future__ import annotations

from smartxl.errors import ProjectError
from smartxl.executors.base import Executor, SerialExecutor
from smartxl.executors.processes import ProcessExecutor
from smartxl.processes import cores
from smartxl.text import Text

__all__ = ["executor"]


def executor(jobs: int | None = None, cluster: str = "") -> Executor:
    """Processes of this machine (all cores, or `jobs`; 1: none but this one), or a `cluster` of Dask.

    `cluster` is the address of a scheduler (tcp://host:8786), or `local` for one that is started here with `jobs` workers.
    Raises ProjectError where Dask is missing or no scheduler answers.
    """
    if cluster:
        return _cluster(cluster, jobs or cores())
    wanted = jobs or cores()
    return ProcessExecutor(wanted) if wanted > 1 else SerialExecutor()


def _cluster(cluster: str, jobs: int) -> Executor:
    try:
        from smartxl.executors.cluster import ClusterExecutor
    except ModuleNotFoundError as error:
        what = Text("没有安装 Dask", "Dask is not installed")
        remedy = Text(
            "在本机和各计算节点上安装：pip install 'smartxl[cluster]'",
            "install it here and where the workers run: pip install 'smartxl[cluster]'",
        )
        raise ProjectError("--cluster", what, remedy) from error
    return ClusterExecutor.connect(cluster, jobs)
