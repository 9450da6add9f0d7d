"""What a question asks for: one Want for each thing.

::

    question  = piece { punctuation piece }
    piece     = words [ mark ] [ words ]
    mark      = "多少" [ unit ] | "几" unit | "百分之几" | 数/额/率 behind a noun
    several   = piece-with-mark piece-with-mark …          受理多少件,办结多少件
              | item { "、" item } "各" mark               维持、撤销各几件
              | words outcome outcome …                    复议 收到 受理 办结
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from itertools import accumulate, zip_longest

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.marks import PIECE, Mark, find_marks
from knowledge.models import Frozen
from knowledge.numbers import find_quantities, unit_kind, units_agree
from knowledge.terms import Term, counted_in, known_spans, known_word, meanings, names_something, plain, read_terms
from knowledge.tokens import cut

JOINT = re.compile(r"、|以及|还有|和|与|及|跟|/")
_NAMED = re.compile(r"[“《\"][^”》\"]*$")  # inside a name, a number is part of it: “一趟不用跑”
_KINDS = re.compile("[\u3400-\u9fff]{2,4}的(?=[\u3400-\u9fff]{2,4}的|$)")  # 拘留的罚款的警告的
_SHORT = re.compile("[\u3400-\u9fff]{2,3}")
_ADJACENT = 4  # characters before a mark in which its focus ends: 废止 of 废止了几件
_PHRASE = 8  # characters behind a mark in which the noun that it counts ends
_CHANGE = re.compile(r"[从由][^,;]{0,8}$")
_NEIGHBOURS = re.compile(r"(?<=[”》\"])(?=[“《\"])")


def is_scope(word: str) -> bool:
    return word in lexicon.words("scopes.txt")


def _hard(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if not term.soft and not is_scope(term.text))


class Want(Frozen):
    """One thing that is asked for."""

    terms: tuple[Term, ...]
    context: tuple[Term, ...] = ()  # said elsewhere in the question or before: preferred, not required
    unit: str | None = None  # as asked: 件 of 几件; None where the question names none
    about: Term | None = None  # in a later turn: what the one before asked of
    noun_behind: str = ""  # the word right behind the mark, however general: 领域 of 多少个领域
    thing: str = ""  # what the mark itself counts, where it says so at once: 部门 of 几个行政执法部门
    publisher: tuple[Term, ...] = ()  # who publishes the report: said, but beside no figure of it
    kind: str | None = None  # count, rate or money; None: whatever the reports state
    moves: bool = False  # asks how far a thing has moved, in whatever unit: 涨了多少
    noun: bool = False  # the kind and unit stand in a noun alone (人数), which a turn that asks on may leave behind

    @cached_property
    def core(self) -> tuple[Term, ...]:
        """The terms that an answer must cover; where all are general, what they were said of; else themselves."""
        counted = tuple(t for t in self.terms if t.focus and names_something(t))
        return _hard(self.terms) or counted or _hard(self.context) or self.terms

    @cached_property
    def asked(self) -> str:
        """Everything that was said, in all words that may stand for it."""
        said = (*self.terms, *self.context, *self.publisher)
        return "".join(word for term in said for word in (term.text, *term.means))

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """Whose figure is asked for, where the question says: 全市, 市直."""
        return tuple(t.text for t in self.terms if is_scope(t.text))


def _blank(text: str, marks: list[Mark]) -> str:
    """The text without its marks and the numbers it states itself, lengths kept; a noun mark such as 满意率 stays."""
    spans = [(mark.start, mark.end) for mark in marks if not mark.names]
    named = known_spans(text)
    spans += [
        (q.start, q.end)
        for q in find_quantities(text)
        if q.unit and not _NAMED.search(text[: q.start]) and not any(a <= q.start and q.end <= b for a, b in named)
    ]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_outcome(word: str) -> bool:
    """Whether a word says what became of a case: 受理, 维持, 撤销."""
    return len(word) > 1 and word in _outcomes()


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(lexicon.words("outcomes.txt"))


def _minus(terms: tuple[Term, ...], others: tuple[Term, ...]) -> tuple[Term, ...]:
    taken = {t.text for t in others}
    return tuple(t for t in terms if t.text not in taken)


def _focus(rest: str, mark: Mark) -> set[str]:
    """What the mark asks of: the words behind it in its piece (整改了多少个 问题), else the last one before it."""
    behind = read_terms(PIECE.split(rest[mark.end :])[0])
    near = rest[max(0, mark.start - _ADJACENT) : mark.start]
    before = _hard(read_terms(PIECE.split(rest[: mark.start])[-1]))[-1:]
    adjacent = [term for term in before if term.text[-1] in near]
    return {term.text for term in _hard(behind) or adjacent or behind}


def _thing(rest: str, mark: Mark) -> str:
    """The noun that the mark counts: the first close behind it that has units of its own, and goes with the mark's."""
    behind = PIECE.split(rest[mark.end :])[0][:_PHRASE]
    return next((term.text for term in read_terms(behind) if _goes_with(mark.unit, counted_in(term.text))), "")


def _noun_behind(rest: str, mark: Mark) -> str:
    behind = PIECE.split(rest[mark.end :])[0]
    behind = behind[behind[:_PHRASE].rfind("的") + 1 :].lstrip('“《"')  # 多少个吵人的工地, 多少位“爱心妈妈”
    first = next(iter(read_terms(behind[:_PHRASE])), None)
    return first.text if first and behind.startswith(first.text) and names_something(first) else ""


def _goes_with(unit: str | None, counted: Collection[str]) -> bool:
    """几个部门, but not 多少人次 案件."""
    return bool(counted) and (unit is None or any(units_agree(unit, other) for other in counted))


def _only_ends(term: Term, mark: Mark | None) -> bool:
    """Whether a term only says that the time asked for has run: 几天 就能 办完."""
    timed = mark is not None and mark.unit is not None and unit_kind(mark.unit) == "time"
    return timed and term.text in lexicon.words("finishing_verbs.txt")


def _want(text: str, mark: Mark | None, everything: tuple[Term, ...] = (), *, focus: Collection[str] = ()) -> Want:
    terms = tuple(
        t.model_copy(update={"soft": True}) if _only_ends(t, mark) else t.model_copy(update={"focus": t.text in focus})
        for t in read_terms(text)
    )
    return Want(
        terms=terms,
        context=_minus(everything, terms),
        unit=mark.unit if mark else None,
        kind=mark.kind if mark else None,
        noun=bool(mark and mark.noun),
        moves=bool(mark and mark.moves),
    )


def _listed(text: str) -> list[str]:
    items = [item for item in JOINT.split(_NEIGHBOURS.sub("、", text)) if read_terms(item)]
    kinds = [kind for kind in _KINDS.findall(text) if read_terms(kind)] if len(items) == 1 else []
    return kinds if len(kinds) > 1 else items


def _items(text: str, mark: Mark) -> list[str]:
    """Items of the list that 各 refers to: in its own piece, else in all that stands before."""
    before = text[: mark.each_at]
    piece = PIECE.split(before)[-1]
    behind = PIECE.split(text[mark.end :])[0]
    for reach in (piece + behind, *reversed(PIECE.split(before)), before):
        items = _listed(reach)
        if len(items) > 1:
            return items
    return _thumbed(piece)


def _thumbed(piece: str) -> list[str]:
    """复议 维持 撤销 各几件: what the items have in common is thumbed first."""
    words = [part for word in piece.split() if read_terms(word) for part in _run_on(word)]
    if len(words) > len(("first", "second")):
        return [f"{words[0]} {word}" for word in words[1:]]
    return words if len(words) > 1 else []


def _run_on(word: str) -> list[str]:
    """一审二审再审, 维持撤销: things of a kind thumbed without anything between them."""
    parts = cut(word)
    alike = len({part[-1] for part in parts}) == 1 and len({len(part) for part in parts}) == 1
    return parts if len(parts) > 1 and (alike or all(map(is_outcome, parts))) else [word]


def _of_each(text: str, marks: list[Mark]) -> list[Want]:
    """维持、撤销各几件: a want for each item."""
    mark = next((m for m in marks if m.each), None)
    if mark is None:
        return []
    rest = _blank(text, marks)
    own = PIECE.split(text[: mark.each_at])[-1]
    opening = mark.each_at - len(own)
    listed = len(_listed(PIECE.split(rest[: mark.each_at])[-1])) > 1
    before = [m for m in marks if m.end <= opening and not m.names] if listed else []
    first = [_want(piece, m, read_terms(rest)) for piece, m in _pieces(rest[:opening], before)]
    unit = mark if mark.unit or mark.kind != "count" else next((m for m in marks if m.unit), mark)
    return [*first, *(_item(item, unit, read_terms(rest)) for item in _with_tail(_items(rest, mark)))]


def _with_tail(items: list[str]) -> list[str]:
    """城镇和农村低保标准: what the last one is of, the others are, too."""
    parts = lexicon.words("qualifiers.txt")
    said = next((part for part in parts if items and items[-1].startswith(part)), "")
    tail = items[-1].removeprefix(said) if said else ""
    return [item + tail if plain(item).endswith(parts) else item for item in items]


def _item(text: str, mark: Mark, everything: tuple[Term, ...]) -> Want:
    """One thing of a list: 企业 beside 个体户 says all, however general it is; 新发 is a word here, not 新 and 发."""
    whole = plain(text).removesuffix("的")
    if _SHORT.fullmatch(whole) and not known_word(whole) and all(len(word) == 1 for word in cut(whole)):
        term = Term(text=whole, means=(whole,))
        return _want(text, mark, everything).model_copy(update={"terms": (term,), "context": everything})
    return _named_last(_want(text, mark, everything))


def _named_last(want: Want) -> Want:
    """企业 beside 个体户, or 其中企业, says all, however general it is."""
    *others, last = want.terms or (None,)
    if last is None or want.scopes or not (last.soft and names_something(last)):
        return want
    return want.model_copy(update={"terms": (*others, last.model_copy(update={"soft": False}))})


def _pieces(rest: str, marks: list[Mark]) -> Iterator[tuple[str, Mark]]:
    """Stretches of the question, each with the one mark that stands in it."""
    at = 0
    for mark, following in zip_longest(marks, marks[1:]):
        limit = following.start if following else len(rest)
        joint = PIECE.search(rest, mark.end, limit) or JOINT.search(rest, mark.end, limit)
        end = joint.start() if joint else (mark.end if following else limit)
        yield rest[at:end], mark
        at = end


def _named(pieces: list[tuple[str, Mark]]) -> list[tuple[str, Mark]]:
    """受理信访多少批次、多少人次: a stretch that says nothing by itself asks of the one before."""
    for i, (piece, mark) in enumerate(pieces[1:], start=1):
        if (mark.unit or mark.kind != "count") and not read_terms(piece):
            pieces[i] = pieces[i - 1][0], mark
    return pieces


def _of_marks(text: str, marks: list[Mark]) -> list[Want]:
    """受理多少件,办结多少件: a want for each mark, said of what stands before it and behind them all."""
    if len(marks) < 2:  # noqa: PLR2004
        return []
    rest = _blank(text, marks)
    pieces = _named(list(_pieces(rest, marks)))
    ends = accumulate(len(piece) for piece, _ in pieces)
    behind = rest[marks[-1].end :]
    return [
        _want(piece, mark, read_terms(f"{rest[:end]} {behind}"))
        for (piece, mark), end in zip(pieces, ends, strict=True)
    ]


def _of_outcomes(text: str, marks: list[Mark]) -> list[Want]:
    """复议 收到 受理 办结: a want for each outcome."""
    named = [word for word in text.split() if word in _outcomes()]
    if len(named) < 2 or any(mark.unit for mark in marks):  # noqa: PLR2004
        return []
    shared = " ".join(word for word in text.split() if word not in named)
    return [_want(f"{shared} {outcome}", marks[0] if marks else None) for outcome in named]


def _of_change(text: str, marks: list[Mark]) -> list[Want]:
    """从几个工作日减到几个工作日: one want, both ends of it."""
    if len(marks) != len(("from", "to")) or not _CHANGE.search(text[: marks[0].start]):
        return []
    between = text[marks[0].end : marks[1].start]
    if PIECE.search(between):
        return []
    return [_want(text[: marks[0].start] + text[marks[1].end :], marks[0])]


_SEVERAL = (_of_each, _of_outcomes, _of_marks)


def _asks(want: Want, *, listed: bool = False) -> bool:
    """Whether a want names what it asks for, if only by its unit: 涉及多少人, but not 闹的几件.

    A department does where others stand beside it in a list: 公安、自然资源领域各多少件.
    """
    told = want.kind in ("rate", "money") or bool(want.unit and unit_kind(want.unit) not in ("case", ""))
    things = (term for term in want.terms if listed or term.text not in department_names())
    return bool(want.terms) and (told or any(map(names_something, things)))


def read_wants(text: str) -> tuple[Want, ...]:
    """Wants of a folded question whose places and years are blanked out; at least one."""
    marks = find_marks(text)
    change = _of_change(text, marks)
    if change:
        return tuple(change)
    for rule in _SEVERAL:
        found = rule(text, marks)
        fields = sum(all(term.text in department_names() for term in _hard(want.terms)) for want in found)
        wants = [want for want in found if _asks(want, listed=fields > 1)]
        if len(wants) > 1:
            return tuple(wants)
    rest = _blank(text, marks)
    first = marks[0] if marks else None
    if first is None:
        return (_want(rest, None),)
    want = _passed(_want(rest, first, focus=_focus(rest, first)), rest[first.end :])
    want = _named_last(want) if text.lstrip().startswith(lexicon.words("parts_opening.txt")) else want
    return (want.model_copy(update={"thing": _thing(rest, first), "noun_behind": _noun_behind(rest, first)}),)


_OR = re.compile(
    r"([^,;?!。\s]{1,12}?)的?(?:更|比较)?[多少高低大小](?:些|一些|点)?还是([^,;?!。\s]{1,12}?)的?(?:更|比较)?[多少高低大小]"
)
_BESIDE = re.compile(r"(比|相比)$")


@cache
def _sides_asked() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("sides_asked.txt")))


def _sides(text: str) -> list[str]:
    """民事的多还是刑事的多; 门户网站、微博、微信发的信息,哪个最多: the things compared, each in its words."""
    either = _OR.search(text)
    if either:
        return [side for side in either.groups() if read_terms(side)]
    cue = _sides_asked().search(text)
    before = PIECE.split(text[: cue.start()]) if cue else []
    reach = next((piece for piece in reversed(before) if read_terms(piece)), "")
    return [side for side in JOINT.split(_BESIDE.sub("", reach.strip())) if read_terms(side)]


def read_sides(text: str) -> tuple[Want, ...]:
    """A want for each of the things that a question compares within one report; none where it names fewer than two."""
    marks = find_marks(text)
    rest = _blank(text, marks)
    sides = _sides(rest)
    mark = marks[0] if marks else None
    if len(sides) < len(("one", "other")):
        return ()
    return tuple(_want(side, mark, read_terms(rest)) for side in sides)


def _passed(want: Want, behind: str) -> Want:
    """考试有多少人通过: the last word says what became of them, however general it is elsewhere."""
    result = next((word for word in lexicon.words("results_asked.txt") if plain(behind).rstrip("的了?!。") == word), "")
    terms = (*(t for t in want.terms if t.text != result), Term(text=result, means=meanings(result), focus=True))
    return want.model_copy(update={"terms": terms}) if result else want


def given_numbers(text: str) -> tuple[str, ...]:
    """Numbers that the question itself states (从134项增加到多少): never its answer."""
    return tuple(q.text for q in find_quantities(text))


def abreast(text: str) -> frozenset[str]:
    """Words of a question that may each ask for a figure: all with 各 and in a row of words, else those beside a 和."""
    if len(text.split()) > len(("first", "second")) or any(mark.each for mark in find_marks(text)):
        return frozenset(term.text for term in read_terms(text))
    sides = [(read_terms(text[: m.start()])[-1:], read_terms(text[m.end() :])[:1]) for m in JOINT.finditer(text)]
    return frozenset(term.text for side in sides for terms in side for term in terms)
