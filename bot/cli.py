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

_REPORT_ACTIONS = ("list", "show", "history", "checks", "diff", "rollback", "remove")

Command = Callable[[argparse.Namespace], int]


def _later(room: str, name: str) -> Command:
    """A command whose room is imported when it runs: asking need not wait for what only ingesting or serving needs."""

    def run(given: argparse.Namespace) -> int:
        command: Command = getattr(import_module(f"bot.commands.{room}"), name)
        return command(given)

    return run


def _arguments() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, metavar="DIR", help="数据目录（默认 WENSHU_DATA_DIR，其次 ./data）")
    parser = argparse.ArgumentParser(prog="wenshu", description="问数：向报告提问，得到数字和写着它的那句话。")
    names = parser.add_subparsers(required=True, metavar="命令")

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = names.add_parser(name, help=about, description=about, parents=[common])
        command.set_defaults(run=run)
        return command

    _ingest_arguments(add("ingest", _later("keeping", "ingest"), "读入报告文件或文件夹"))
    _ask_arguments(add("ask", _later("asking", "ask"), "提一个问题"))
    add("chat", _later("asking", "chat"), "在终端里连续提问")
    add("bot", _later("serving", "bot"), "启动 Telegram 机器人")
    add("start", _later("serving", "start"), "空库先读入样例报告；有令牌就启动机器人，否则在终端提问")
    figures = add("figures", _later("keeping", "figures"), "列出一个文件或一份已入库报告里的全部数字")
    figures.add_argument("source", metavar="PATH|REPORT_ID")
    figures.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    _reports_arguments(add("reports", _later("keeping", "reports"), "报告库：有哪些、历史、勾稽、差异、回退、移除"))
    score = add("eval", _later("asking", "evaluate"), "用自己的问题给报告库打分")
    score.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    score.add_argument("--json", action="store_true")
    add("reindex", _later("keeping", "reindex"), "从目录里保存的正文重新读取全部报告")
    add("doctor", _later("serving", "doctor"), "检查设置、数据目录、检索库和 Telegram")
    return parser


def _ingest_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
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
    command.add_argument("action", nargs="?", default="list", choices=_REPORT_ACTIONS)
    command.add_argument("report", nargs="?", help="报告编号（见 wenshu reports）；checks 不写编号就列出全部报告的")
    command.add_argument("versions", nargs="*", type=int, help="回退到的版本；diff 比较的一个或两个版本")
    command.add_argument("--json", action="store_true")
    command.add_argument("--yes", action="store_true", help="移除时不再询问")


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
