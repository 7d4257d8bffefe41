"""The commands by the phase of a round: what --help lists, and the module that each is imported from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from smartxl.text import Text

__all__ = ["COMMANDS", "ListedCommand", "Phase"]


class Phase(StrEnum):
    """What part of a round a command belongs to, in the order of a round."""

    PREPARE = "prepare"
    SEND = "send"
    BRING = "collect"
    SCORE = "score"
    RESULTS = "results"
    VERIFY = "verify"
    TOOLS = "tools"

    @property
    def told(self) -> Text:
        """Its heading in --help."""
        return _HEADINGS[self]


_HEADINGS = {
    Phase.PREPARE: Text("准备", "Prepare"),
    Phase.SEND: Text("发放", "Send out"),
    Phase.BRING: Text("收回", "Collect"),
    Phase.SCORE: Text("计分", "Score"),
    Phase.RESULTS: Text("成果", "Results"),
    Phase.VERIFY: Text("核对", "Verify"),
    Phase.TOOLS: Text("工具", "Tools"),
}


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """A command as --help lists it; its function stands in the module of that name in this package."""

    name: str
    module: str
    function: str
    phase: Phase
    told: Text


# Command → module of this package and what --help says of it.
_BY_PHASE: Mapping[Phase, Mapping[str, tuple[str, Text]]] = {
    Phase.PREPARE: {
        "frameworks": ("frameworks", Text("列出随附的指标体系", "List the packaged indicator systems.")),
        "init": (
            "make",
            Text("新建项目文件夹（随附的指标体系）", "Make a project folder with a packaged definition."),
        ),
        "define": (
            "define",
            Text(
                "用 Excel 编制指标体系：新建工作簿、导入、导出", "Definitions in Excel: new, import, export."
            ),
        ),
        "check": (
            "check",
            Text("检查定义文件，提出建议", "Check the definition: mistakes with file and line, or advice."),
        ),
        "diff": (
            "diff",
            Text(
                "比较两份定义：增、删、改名、改权重、改规则",
                "Compare two definitions: added, removed, renamed, re-weighted.",
            ),
        ),
        "needs": (
            "needs",
            Text(
                "需求工作表：生成、收回，按选择改写指标体系",
                "The needs worksheet: which parts of the definition are used.",
            ),
        ),
        "weights": (
            "weights",
            Text("专家定权重：AHP 或德尔菲问卷", "Weights from experts: AHP or Delphi questionnaires."),
        ),
        "template": ("template", Text("模板：导出、检查", "Templates: export them, check them.")),
        "scheme": ("scheme", Text("生成评估工作方案", "Write the scheme of the round as a document.")),
    },
    Phase.SEND: {
        "build": (
            "make",
            Text("生成各单位采样表与全市工作簿", "Write the units' workbooks and the city workbook."),
        ),
        "survey": ("survey", Text("满意度问卷登记与合计", "Tallies of the satisfaction survey.")),
        "fill": ("make", Text("模拟各单位填报，写入 inbox/", "Simulated respondents, into inbox/.")),
    },
    Phase.BRING: {
        "collect": (
            "collect",
            Text("收回并检查填好的文件", "Read what came back (default: the project's inbox/)."),
        ),
        "status": ("status", Text("查看填报进度与问题", "Who has answered, how complete, what is wrong.")),
        "findings": ("findings", Text("列出收到文件中的问题", "List what was found in the files received.")),
        "return": (
            "giveback",
            Text(
                "退回有问题的表：原表标注、问题清单和函", "Give back workbooks with findings, with a letter."
            ),
        ),
        "fresh": (
            "fresh",
            Text("把旧表或损坏的表中的答案转入新表", "Move the answers of an old form into the current one."),
        ),
        "mark": ("mark", Text("记录处理结果：退回、通过、免报、恢复填报", "Record a decision about a unit.")),
        "choose": ("mark", Text("指定一个单位计入哪一份文件", "Choose by hand which file of a unit counts.")),
        "history": (
            "history",
            Text("查看收件和处理的全部记录", "All that came and was decided, which file counts, and why."),
        ),
        "compare": (
            "compare",
            Text("逐单元格比较收到的两个文件", "Compare two received files cell by cell."),
        ),
    },
    Phase.SCORE: {
        "score": ("score", Text("计算得分", "Score what was collected.")),
        "appeals": (
            "appeals",
            Text("列出申诉、处理结果和前后得分", "List appeals, what was decided, scores before and after."),
        ),
        "whatif": (
            "whatif",
            Text(
                "换用其他权重、参数和约定，得分、名次怎样变，为什么",
                "Scores and ranks under other weights and conventions, and why.",
            ),
        ),
        "robust": (
            "robust",
            Text(
                "名次有多可靠：换一组权重、一种做法，名次变不变",
                "How sure the ranks are: intervals, orders, sensitivity.",
            ),
        ),
        "audit": (
            "audit",
            Text(
                "审计指标体系：结构、数据、一致性、权重、补偿性",
                "Audit the index: structure, data, coherence, weights.",
            ),
        ),
        "methods": (
            "methods",
            Text("用其他评价方法比较各单位的名次", "Compare the ranks of units by other methods."),
        ),
    },
    Phase.RESULTS: {
        "report": (
            "report",
            Text("生成结果工作簿与诊断评估报告", "Write the result workbook and the diagnosis report."),
        ),
        "workbench": (
            "workbench",
            Text("咨询工作台：试改权重、判断和得分", "The consultant's workbench: try weights and scores."),
        ),
        "tasks": ("tasks", Text("整改任务表：生成、收回", "The task list: write its workbook, take it in.")),
    },
    Phase.VERIFY: {
        "verify": (
            "verify",
            Text("重新计算工作簿并比对，不限于本软件生成的", "Recalculate workbooks, ours and any other."),
        ),
        "lint": (
            "lint",
            Text(
                "检查工作簿中的错误和隐患，不限于本软件生成的",
                "Look for mistakes in workbooks, ours and any other.",
            ),
        ),
        "explain": (
            "explain",
            Text("说明一个单元格的值从何而来", "Where the value of a cell comes from, down to the inputs."),
        ),
        "diff-book": (
            "diffbook",
            Text(
                "比较两个工作簿，不限于本软件生成的", "What differs between two workbooks, ours or any other."
            ),
        ),
    },
    Phase.TOOLS: {
        "demo": (
            "demo",
            Text("演示：示例市完整一轮评估", "A whole round of the example city, in a folder it creates."),
        ),
        "doctor": (
            "doctor",
            Text("检查这台计算机和项目能否正常使用", "Check whether this machine and a project work."),
        ),
        "campaign": (
            "campaign",
            Text("多市评估：许多城市的同一轮评估", "A campaign: one round of many cities, compared."),
        ),
        "addin": (
            "addin",
            Text(
                "把 SX_ 函数装进 Excel，检查为何不能用", "The SX_ functions in Excel: install, find faults."
            ),
        ),
        "completion": (
            "completion",
            Text(
                "让 bash、zsh、fish 按 Tab 补全命令和名称", "Let bash, zsh, fish complete commands and names."
            ),
        ),
    },
}
_FUNCTIONS = {"return": "give_back", "diff-book": "diff_book"}

COMMANDS: Mapping[str, ListedCommand] = {
    name: ListedCommand(name, module, _FUNCTIONS.get(name, name), phase, told)
    for phase, listed in _BY_PHASE.items()
    for name, (module, told) in listed.items()
}
"""The commands by name, in the order of --help."""
