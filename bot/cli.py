"""`wenshu`: the command line. Thin: reads arguments, calls the library or the ingest, prints.

Output for people is Chinese; `--json` is for programs. Errors go to stderr as one line that says what
to do, without a traceback. Exit codes: 0 all done, 1 some refused, 2 usage.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from knowledge.errors import WenshuError

Command = Callable[[argparse.Namespace], int]


def _later(room: str, name: str) -> Command:
    """A command whose room is imported when it runs: asking need not wait for what only ingesting or serving needs."""

    def run(given: argparse.Namespace) -> int:
        command: Command = getattr(import_module(f"bot.commands.{room}"), name)
        return command(given)

    return run


def _arguments() -> argparse.ArgumentParser:
    common = _common()
    parser = argparse.ArgumentParser(prog="wenshu", description="问数：向报告提问，得到数字和写着它的那句话。")
    names = parser.add_subparsers(required=True, metavar="命令")

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = names.add_parser(name, help=about, description=about, parents=[common])
        command.set_defaults(run=run)
        return command

    _ingest_arguments(add("ingest", _later("ingesting", "ingest"), "读入报告文件、文件夹或网址"))
    watch = add("watch", _later("ingesting", "watch"), "守着数据目录里的 inbox 文件夹，放进去的报告随到随读")
    watch.add_argument("--every", type=float, default=2.0, metavar="秒", help="多久看一次（默认 2 秒）")
    _ask_arguments(add("ask", _later("asking", "ask"), "提一个问题"))
    add("chat", _later("asking", "chat"), "在终端里连续提问")
    add("bot", _later("serving", "bot"), "启动 Telegram 机器人")
    add("start", _later("serving", "start"), "空库先读入样例报告；有令牌就启动机器人，否则在终端提问")
    figures = add("figures", _later("keeping", "figures"), "列出一个文件或一份已入库报告里的全部数字")
    figures.add_argument("source", metavar="PATH|REPORT_ID")
    figures.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    _reports_arguments(
        add("reports", _later("keeping", "reports"), "报告库：有哪些、历史、勾稽、差异、回退、移除、导出")
    )
    score = add("eval", _later("asking", "evaluate"), "用自己的问题给报告库打分")
    score.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    score.add_argument("--json", action="store_true")
    add("reindex", _later("keeping", "reindex"), "从目录里保存的正文重新读取全部报告")
    saving = add("backup", _later("saving", "backup"), "把整个库存成一个文件")
    saving.add_argument("file", type=Path, metavar="FILE")
    saving.add_argument("--yes", action="store_true", help="文件已存在时覆盖它")
    restoring = add("restore", _later("saving", "restore"), "从备份文件恢复到空的数据目录")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.add_argument("--yes", action="store_true", help="目录里已有库时，把它挪到一边再恢复")
    add("doctor", _later("serving", "doctor"), "检查设置、数据目录、检索库和 Telegram")
    return parser


def _common(default: object = None) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=default)
    common.add_argument("--data", type=Path, metavar="DIR", help="数据目录（默认 WENSHU_DATA_DIR，其次 ./data）")
    return common


def _ingest_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("sources", nargs="+", metavar="PATH|URL")
    command.add_argument("--json", action="store_true", help="每个文件一行 JSON")
    command.add_argument("--dry-run", action="store_true", help="只看会读到什么，不入库")
    command.add_argument("--yes", action="store_true", help="替换已有报告时不再询问")
    command.add_argument("--region", help="地区，文件里读不出时用，如 厦门市思明区")
    command.add_argument("--year", type=int, help="报告年度，如 2019")
    command.add_argument("--publisher", help="发布单位")
    command.add_argument("--title", help="标题")


def _ask_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("question", nargs="?", default="")
    command.add_argument("--json", action="store_true", help="以 JSON 输出")
    command.add_argument("--explain", action="store_true", help="说明问题怎么读、候选数字为何取舍")
    command.add_argument("--batch", type=Path, metavar="IN.jsonl", help="逐行提问的文件")
    command.add_argument("--out", type=Path, metavar="OUT.jsonl", help="逐行答案写到这里")


def _reports_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    names = command.add_subparsers(dest="action", metavar="动作（默认 list）")
    command.set_defaults(action="list", removed=False)
    common = _common(argparse.SUPPRESS)  # what was said before the action holds

    def add(name: str, about: str, *, one: bool = False, as_json: bool = False) -> argparse.ArgumentParser:
        action = names.add_parser(name, help=about, description=about, parents=[common])
        if one:
            action.add_argument("report", metavar="REPORT_ID", help="报告编号（见 wenshu reports）")
        if as_json:
            action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="每行一个 JSON 对象")
        return action

    add("list", "有哪些报告", as_json=True).add_argument("--removed", action="store_true", help="已移除的报告")
    add("show", "一份报告的各段", one=True, as_json=True)
    add("history", "一份报告的历史版本，已移除的也能查", one=True, as_json=True)
    add("diff", "两个版本之间数字的差异", one=True, as_json=True).add_argument(
        "versions", nargs="*", type=int, metavar="VERSION", help="一个或两个版本号（默认：现用版和它的前一版）"
    )
    checks = add("checks", "勾稽：对不上的数字", as_json=True)
    checks.add_argument("report", nargs="?", metavar="REPORT_ID", help="报告编号（默认：全部）")
    rollback = add("rollback", "回到较早的版本；已移除的恢复原样", one=True)
    rollback.add_argument("number", nargs="?", type=int, metavar="VERSION", help="版本号（默认：前一版）")
    rollback.add_argument("--version", type=int, metavar="VERSION", help="同上")
    add("remove", "移除一份报告，可恢复", one=True).add_argument("--yes", action="store_true", help="不再询问")
    export = add("export", "把数字导出为表格")
    export.add_argument("reports", nargs="*", metavar="REPORT_ID", help="报告编号（默认：全部）")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx|FILE.csv")
    add("coverage", "各地、各年、各类报告有没有，缺哪些年", as_json=True)
    audit = add("audit", "谁在何时存入、替换、移除、回退了什么", as_json=True)
    audit.add_argument("--limit", type=int, default=50, metavar="N", help="最近多少条（默认 50）")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = _arguments().parse_args(arguments)
    run: Command = given.run
    try:
        return run(given)
    except WenshuError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output (head) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
