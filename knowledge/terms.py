"""Asked words: what a question says of the thing it asks for, and what may stand for each word."""

import re
from collections.abc import Collection
from functools import cache
from itertools import accumulate, groupby, pairwise

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.models import Frozen
from knowledge.numbers import unit_words
from knowledge.text import fold
from knowledge.tokens import cut, is_word

_QUOTED = re.compile(r"[“\"‘《<]([^“”\"‘’《》<>]{1,40})[”\"’》>]|([A-Za-z][A-Za-z0-9.+]*[A-Za-z0-9]|\d\+[A-Za-z0-9])")
_NOISE = re.compile(r"[\s_“”\"‘’'《》〈〉<>()（）\[\]【】]+")
_EACH = "各"
_PERSON = "人"  # the unit of people, who are told apart by more than what qualifies them: 城镇居民 is no 城镇
_HEAD = 2  # characters that are left of a compound when its general noun is off
_LONGEST_TALK = 6  # characters of an everyday phrase
_LETTERS = re.compile(r"[0-9A-Za-z\u3400-\u9fff%]")


class Synonyms(lexicon.Row):
    """`same` words cover each other; `asked` words are covered by `stated` ones, never back."""

    same: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    seen: str


class Term(Frozen):
    """A word that was asked for; any of `means` in a text covers it."""

    text: str
    means: tuple[str, ...]
    soft: bool = False  # so general that the answer need not repeat it
    focus: bool = False  # stands right beside the 多少 or 几: 整改 of 整改了多少个
    coined: bool = False  # no dictionary has it: a term of the trade, or a slip
    due: bool = False  # said of what should be: 出庭 of 应出庭
    spoken: bool = False  # a word of everyday talk that the lexicon may know, but that is no term of the trade
    subject: bool = False  # the name of a procedure or institution (行政复议): another one is another matter

    @property
    def weight(self) -> int:
        """How much the term says: longer words say more, general ones next to nothing, the focus twice."""
        letters = sum("\u3400" <= c <= "\u9fff" for c in self.text) or (4 if self.text[0].isalpha() else 1)
        return 1 if self.soft else (2 + min(letters, 4)) * (2 if self.focus else 1)


def plain(text: str) -> str:
    """Text for matching: folded, without blanks, quotation marks and brackets."""
    return _NOISE.sub("", fold(text))


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    meanings: dict[str, dict[str, None]] = {}
    for row in lexicon.rows_of_folder("synonyms", Synonyms):
        for word in row.same:
            # a bare 查 or 收 stands in too many other words to cover anything but itself
            meanings.setdefault(word, {word: None}).update(dict.fromkeys(w for w in row.same if len(w) > 1))
        for word in row.asked:
            meanings.setdefault(word, {word: None}).update(dict.fromkeys(row.stated))
    for name, called in department_names().items():
        meanings.setdefault(name, {name: None}).update(dict.fromkeys(called))
    return {word: tuple(means) for word, means in meanings.items()}


@cache
def _stated() -> frozenset[str]:
    """Words that reports themselves write, as far as the lexicon says so."""
    rows = lexicon.rows_of_folder("synonyms", Synonyms)
    stated = {word for row in rows for word in (*row.same, *row.stated)}
    return frozenset(stated.union(*department_names().values(), lexicon.words("outcomes.txt")))


@cache
def _domain() -> frozenset[str]:
    return frozenset(lexicon.words("jieba.txt"))


def domain_words() -> tuple[str, ...]:
    """Every word that the lexicon has a meaning for, or that a general dictionary cuts apart."""
    return tuple(sorted({*_meanings(), *_domain()}))


@cache
def subjects() -> frozenset[str]:
    return frozenset(lexicon.words("subjects.txt"))


class ImpliedRow(lexicon.Row):
    subjects: tuple[str, ...]
    by: tuple[str, ...]
    seen: str


@cache
def _implied() -> dict[str, tuple[str, ...]]:
    return {subject: row.by for row in lexicon.rows("implied.toml", ImpliedRow) for subject in row.subjects}


def implied_by(subject: str) -> tuple[str, ...]:
    """Words that name a procedure without saying it: 败诉 of 行政诉讼."""
    return _implied().get(subject, ())


class OneStageRow(lexicon.Row):
    subjects: tuple[str, ...]
    words: tuple[str, ...]
    seen: str


@cache
def _one_stage() -> tuple[OneStageRow, ...]:
    return lexicon.rows("one_stage.toml", OneStageRow)


class OppositesRow(lexicon.Row):
    words: tuple[str, ...]
    seen: str


@cache
def _opposites() -> dict[str, tuple[str, ...]]:
    rows = lexicon.rows("opposites.toml", OppositesRow)
    return {word: tuple(other for other in row.words if other != word) for row in rows for word in row.words}


def opposites(word: str) -> tuple[str, ...]:
    """Words that divide a thing with this one: 出口 of 进口."""
    return _opposites().get(word, ())


def is_growth(term: Term) -> bool:
    """Whether a word only says that something has moved: 增长, 下降."""
    return term.text in lexicon.words("growth.txt")


def is_measure(term: Term) -> bool:
    """Whether a word only measures something named before: 合格率, 罚没款."""
    return term.text.endswith(lexicon.words("measures.txt"))


def is_share(text: str) -> bool:
    """Whether a text tells the part of a whole, not how it grew: 工业投资占投资比重."""
    return any(word in text for word in lexicon.words("shares.txt"))


def head_of(phrase: str) -> str:
    """A phrase without the general noun that it ends in: 审结行政复议案件 → 审结行政复议."""
    bare = plain(phrase)
    return bare[:-_HEAD] if bare[-_HEAD:] in _generic_nouns() | _stopwords() else bare


def counted_subject(own: str) -> str:
    """The procedure that a phrase ends in, general noun and outcome off: 涉及司法鉴定的行政复议案件办结 → 行政复议."""
    settled = next((outcome for outcome in lexicon.words("outcomes.txt") if plain(own).endswith(outcome)), "")
    phrase = head_of(plain(own).removesuffix(settled))
    return max((name for name in subjects() if phrase.endswith(name)), key=len, default="")


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(lexicon.words("stopwords.txt"))


@cache
def _generic() -> frozenset[str]:
    return frozenset(lexicon.words("generic_verbs.txt")) | _generic_nouns()


@cache
def _generic_nouns() -> frozenset[str]:
    return frozenset(lexicon.words("generic_nouns.txt"))


@cache
def negations() -> tuple[str, ...]:
    """Words that turn what follows into its opposite: 不予(受理)."""
    return lexicon.words("negations.txt")


def meanings(word: str) -> tuple[str, ...]:
    """The word and what may stand for it."""
    return _meanings().get(word, (word,))


def is_grammar(word: str) -> bool:
    """Whether the word only holds a question together."""
    return word in _stopwords() and word not in unit_words()


def binds(word: str) -> bool:
    """Whether a word, however common, names another figure than the rest of the question does: 注销, 不达标."""
    return word in _binding() or (len(word) > _HEAD and word.startswith(negations()))


@cache
def _binding() -> frozenset[str]:
    return frozenset(lexicon.words("binding.txt"))


@cache
def _everyday() -> frozenset[str]:
    return frozenset(lexicon.words("everyday.txt"))


def is_own_wording(term: Term) -> bool:
    """Whether the term may be how the asker puts it: a word of everyday talk, or one that no dictionary has."""
    outcome = term.text in lexicon.words("outcomes.txt")
    spoken = term.text in _everyday() and term.text not in _domain()
    return not (outcome or binds(term.text)) and (term.coined or spoken)


def known_word(word: str) -> bool:
    """Whether the lexicon itself has the word."""
    return word in _meanings() or word in _stopwords() or word in _generic()


def _pieces(text: str) -> list[str]:
    """Quoted names, known phrases and words of a text, in order."""
    pieces: list[str] = []
    at = 0
    for quoted in _QUOTED.finditer(text):
        pieces += _words(text[at : quoted.start()])
        pieces.append(plain(quoted[1] or quoted[2]))
        at = quoted.end()
    return pieces + _words(text[at:])


def known_spans(text: str) -> list[tuple[int, int]]:
    """Where the phrases stand that the lexicon knows, left to right; of two that begin together the longer one."""
    edges = set(accumulate(map(len, cut(text)), initial=0))
    phrases, longest = _phrases()
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        ends = range(min(at + longest, len(text)), at + 1, -1)
        end = next((end for end in ends if text[at:end] in phrases and _is_cut_out(text, (at, end), edges)), None)
        found += [(at, end)] if end else []
        at = end or at + 1
    return found


def _words(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    for start, end in known_spans(text):
        found += (*_joined(cut(text[at:start])), text[start:end])
        at = end
    return found + _joined(cut(text[at:]))


def _is_cut_out(text: str, span: tuple[int, int], edges: Collection[int]) -> bool:
    """Whether a phrase begins and ends where words do, or at one end takes from a word what that can spare.

    复议 of 复 + 议案 does, and 人民调解 of 人民 + 调解纠纷; 接到 of 承接 + 到位 and 公开信 of 公开 + 信息 do not.
    """
    start, end = span
    if start in edges and end in edges:
        return True
    if start not in edges and end not in edges:
        return False
    inside = sorted(edge for edge in edges if start <= edge <= end)
    before = text[max(edge for edge in edges if edge <= start) : start]
    spared = before or text[end : min(edge for edge in edges if edge >= end)]
    bare = all(b - a == 1 and not known_word(text[a:b]) for a, b in pairwise(inside))  # 新办 of 新 + 办法
    return bare or (len(spared) > 1 and is_word(spared))


@cache
def _phrases() -> tuple[frozenset[str], int]:
    """Phrases that a tokenizer would cut apart, and the length of the longest."""
    many = frozenset(word for word in domain_words() if len(word) > 1)
    return many, max(map(len, many))


def _joined(words: list[str]) -> list[str]:
    """Words with bare characters that stand side by side put together: 托 + 位 → 托位, which no dictionary has."""
    joined: list[str] = []
    for bare, group in groupby(words, _is_bare):
        side_by_side = tuple(group)
        joined += ("".join(side_by_side),) if bare else side_by_side
    return joined


def _is_bare(word: str) -> bool:
    return len(word) == 1 and "\u3400" <= word <= "\u9fff" and word not in _stopwords() and word not in _meanings()


def _stem(word: str) -> str:
    """A verb without what only says how it went: 牵涉到 → 牵涉."""
    return word[:-1] if len(word) > _HEAD and word.endswith(lexicon.words("verb_endings.txt")) else word


def _term(word: str, negation: str) -> Term | None:
    if len(word) > 1 and word.startswith(_EACH) and not known_word(word):
        return _term(word.removeprefix(_EACH), negation)  # 各街道, 各镇
    if word in _stopwords() or not _LETTERS.search(word):
        return None
    means = tuple(dict.fromkeys((*meanings(word), *meanings(_stem(word)))))
    if counted_in(word[_HEAD:]) and _PERSON not in counted_in(word[_HEAD:]):  # 刑事案件 is said by 刑事
        means = (*means, word[:_HEAD])
    if negation:
        return Term(text=negation + word, means=tuple(n + m for n in negations() for m in means))
    soft = _stem(word) in _generic() or (len(word) == 1 and word not in _meanings())
    coined = len(word) > 1 and not soft and not word.isascii() and word not in _meanings() and not is_word(word)
    spoken = word in _everyday() and word not in _domain() and word not in _stated() and not binds(word)
    return Term(text=word, means=means, soft=soft, coined=coined, spoken=spoken, subject=word in subjects())


@cache
def parts(term: Term) -> tuple[Term, ...]:
    """The words of a compound that a report may say apart: 粮食总产量 → 粮食, 总产量."""
    words = cut(term.text)
    found = [t for word in words if (t := _term(word, ""))]
    if term.subject or term.soft or term.text.startswith(negations()) or len(found) < len(words) or len(words) == 1:
        return (term,)
    return tuple(t.model_copy(update={"focus": term.focus}) for t in found)


@cache
def _talk() -> dict[str, tuple[str, ...]]:
    rows = map(str.split, lexicon.words("talk.txt"))
    return {asked: tuple(stated) for asked, *stated in rows}


def _in_talk(text: str) -> dict[str, tuple[str, ...]]:
    """Everyday phrases of a text, with what reports write for each; no quoted name, nothing that a longer one holds."""
    talk = _talk()
    text = _QUOTED.sub(" ", text)
    spans = [(a, b) for a in range(len(text)) for b in range(a + _LONGEST_TALK, a + 1, -1) if text[a:b] in talk]
    edges = set(accumulate(map(len, cut(text)), initial=0)) if spans else set()
    found: dict[str, tuple[str, ...]] = {}
    end = 0
    for start, stop in spans:
        if stop > end and start in edges and stop in edges:
            found[text[start:stop]] = talk[text[start:stop]]
            end = stop
    return found


def _told_otherwise(term: Term, talk: dict[str, tuple[str, ...]]) -> Term:
    """A word of an everyday phrase is covered by what covers the phrase: 死的 of 车祸死的人 by 交通事故死亡."""
    stated = tuple(word for phrase, words in talk.items() if term.text in phrase for word in words if not term.soft)
    return term.model_copy(update={"means": tuple(dict.fromkeys((*term.means, *stated)))}) if stated else term


def _hardened(terms: tuple[Term, ...], talk: dict[str, tuple[str, ...]]) -> tuple[Term, ...]:
    """Phrases of nothing but general words (运的货, 判了刑) say something together, and stand in their place."""
    made = [
        Term(text=phrase, means=(phrase, *stated))
        for phrase, stated in talk.items()
        if all(term.soft for term in terms if term.text in phrase)
        if not any(phrase in term.text for term in terms)
    ]
    return (*(t for t in terms if not any(t.text in phrase.text for phrase in made)), *made)


def read_terms(text: str) -> tuple[Term, ...]:
    """Terms of a folded text without its places, years and question words; each once, in order.

    >>> [t.text for t in read_terms("办理了行政复议案件") if not t.soft]
    ['行政复议']
    """
    terms: dict[str, Term] = {}
    talk = _in_talk(text)
    negation = before = ""
    for word in _pieces(text):
        term = _term(word, negation)
        if term:
            due = before in lexicon.words("due_asked.txt")
            terms.setdefault(term.text, _told_otherwise(term, talk).model_copy(update={"due": due}))
        before = word
        negation = word if word in negations() else negation if word in _stopwords() else ""
    return _of_one_stage(_hardened(tuple(terms.values()), talk))


def _of_one_stage(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """受理信息公开申请 is covered by 收到, since there is no step between."""
    said = {term.text for term in terms}
    words = tuple(word for row in _one_stage() if not said.isdisjoint(row.subjects) for word in row.words)
    return tuple(
        term.model_copy(update={"means": tuple(dict.fromkeys((*term.means, *words)))}) if term.text in words else term
        for term in terms
    )


class CountedRow(lexicon.Row):
    things: tuple[str, ...]
    units: tuple[str, ...]
    seen: str


@cache
def _counted() -> dict[str, tuple[str, ...]]:
    return {thing: row.units for row in lexicon.rows("counted.toml", CountedRow) for thing in row.things}


def counted_in(thing: str) -> tuple[str, ...]:
    """Units that a thing is counted in, the usual one first: 案件 → 件, 公证员 → 人."""
    person = (_PERSON,) if len(thing) > _HEAD and thing.endswith(lexicon.words("person_endings.txt")) else ()
    return _counted().get(thing, person)


def names_something(term: Term) -> bool:
    """Whether a term, however general, is a thing that can be counted: 部门, but not 办理."""
    return not term.soft or term.text in _generic_nouns()


def content_words(text: str) -> tuple[tuple[str, bool], ...]:
    """Words of a stated text that say something, each with whether it is general; mere verbs are dropped."""
    words = (word for word in dict.fromkeys(cut(plain(text))) if len(word) > 1 and word not in _stopwords())
    return tuple((w, w in _generic()) for w in words if w not in _generic() or w in _generic_nouns())
