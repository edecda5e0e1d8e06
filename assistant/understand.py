"""What a message asks: its questions one by one, complete, and in which language.

Follow-ups are completed with the question before («¿y para deporte?»), several questions in one
message are told apart, and greetings in front of a question are set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.asking import asking_part, without_courtesy, without_presentation
from assistant.turn import Exchange, Label, Outcome, Turn
from knowledge_base.query_help import Glossary
from knowledge_base.text import content_words, fold, words

MAX_QUESTIONS = 3
"""More questions in one message than this are not told apart: the answer would not be read."""

MOSTLY = 0.8
"""Share of capitals from which a message is written in capitals."""

FEW_WORDS = 3
"""Fewer words in capitals than this are an acronym («SISREC»)."""

ASKED_NOTHING = frozenset(
    {
        Outcome.SMALL_TALK,
        Outcome.CLARIFIED,
        Outcome.DECLINED_UNSAFE,
        Outcome.HANDED_OFF_REQUESTED,
        Outcome.HANDED_OFF_CRISIS,
        Outcome.SUSPENDED,
        Outcome.FAILED,
    }
)
"""How a turn ends that leaves nothing for a follow-up to be about."""

_SALUTE = re.compile(
    r"^\W*((?:hola+|ola|olaa|wenas|wena|buenos d[ií]as|buenas tardes|buenas noches|buenas"
    r"|buen d[ií]a|estimad[oa]s?|disculp[ae]|una consulta|consulta|una pregunta|por favor|oye|oiga"
    r"|jov[ei]n(?:cit[oa])?|se[nñ]orita|tengo una (?:duda|consulta|pregunta)|mari mari|lamngen"
    r"|lamgen|pe[nñ]i|te consulto|le consulto"
    r"|(?:tengo |son )?(?:dos|2|tres|varias) (?:cosas|preguntas|dudas|consultas))\b"
    r"\s*[,.:;!¡\n-]*\s*)+",
    re.IGNORECASE,
)
_ASKS = (
    r"(?:qu[eé]|q|ke|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|kuanto|cu[aá]ndo|kuando|d[oó]nde|c[oó]mo|komo"
    r"|qui[eé]n(?:es)?|por qu[eé]|xq|hasta cu[aá]ndo|asta cuando|desde cu[aá]ndo|puedo|se puede"
    r"|podemos|hay que|sirve|es necesario|a qui[eé]n|para qu[eé]|en qu[eé]|con qu[eé]"
    r"|cada cu[aá]nto)"
)
_JOINT = re.compile(
    r"\?+\s*|\n+|(?:,|;|\.)?\s+(?:y|e|adem[aá]s|tambi[eé]n|y adem[aá]s|y tambi[eé]n|y otra cosa"
    rf"|aparte)\s*,?\s+(?=¿?{_ASKS}\b)",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"^\W*(?:y|pero|entonces|o sea|osea|ya pero|ok y|y entonces|no,?|ah|aah|y si)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:eso|esa|ese|esos|esas|ello|ah[ií]|all[ií]|lo mismo|el mismo|la misma|dicho|tal|aquel)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:\b(?:mi|su|el|con el|rut|run|numero|correo|telefono|es|n[º°o]?)\W+){0,4}\[[A-Z_]+_\d+\]",
    re.IGNORECASE,
)
_MASK = re.compile(r"(\[[A-Z_]+_\d+\])")
_ENGLISH = frozenset(
    "the what how when where who which can is are do does my for to of and in on apply application "
    "deadline money grant grants documents document need much many i we you your please tell about "
    "project club organization requirements with from will should there have has it this".split()
)
_PORTUGUESE = frozenset(
    "o os as um uma qual quais quanto quando onde como quem posso podemos pode para e do da "
    "dos das no na nos nas nao não voce você prazo inscricao inscrição inscrever dinheiro "
    "documentos "
    "preciso precisa projeto clube associacao associação meu minha tem são sao eu ate até "
    "requisitos edital".split()
)
_SPANISH = frozenset(
    "el los las un una cual cuales cuanto cuando donde como quien puedo podemos puede para y del "
    "de la que en no se es son mi con por hay si nos su tu lo al esta ser tiene postular "
    "plata".split()
)


def detect_language(text: str) -> str:
    """Return "es", "en" or "pt" by the small words of `text`; Spanish unless another is clear.

    >>> detect_language("what documents do I need to apply?"), detect_language("que papeles piden")
    ('en', 'es')
    """
    found = re.findall(r"[^\W\d_]+", text.lower())
    if len(found) < 3:
        return "es"
    spanish = sum(w in _SPANISH or fold(w) in _SPANISH for w in found)
    english = sum(w in _ENGLISH for w in found)
    portuguese = sum(w in _PORTUGUESE for w in found)
    if english >= 2 and english > 1.5 * spanish:
        return "en"
    only_portuguese = sum(w in _PORTUGUESE and fold(w) not in _SPANISH for w in found)
    only_spanish = sum(fold(w) in _SPANISH and w not in _PORTUGUESE for w in found)
    if only_portuguese >= 2 and portuguese > spanish and only_portuguese > only_spanish:
        return "pt"
    return "es"


def split_questions(text: str) -> list[str]:
    """Return the questions of a message, in order; what says nothing alone joins the one before.

    >>> split_questions("¿Cuánto dan en cultura? ¿y qué documentos piden?")
    ['¿Cuánto dan en cultura', '¿y qué documentos piden']
    """
    pieces = [p.strip(" ,.;?") for p in _JOINT.split(text)]
    questions: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        says_something = len(content_words(piece)) >= 1 and len(words(piece)) >= 2
        asks = re.search(rf"(?:^|\W){_ASKS}\b", piece, re.IGNORECASE)
        if questions and not (says_something and asks):
            questions[-1] = f"{questions[-1]}. {piece}"
        elif questions and not re.search(rf"(?:^|\W){_ASKS}\b", questions[-1], re.IGNORECASE):
            # A statement before a question is its context: «somos un club nuevo. ¿podemos…?»
            questions[-1] = f"{questions[-1]}. {piece}"
        else:
            questions.append(piece)
    if len(questions) > MAX_QUESTIONS:
        return [text]
    return questions or [text]


@dataclass(frozen=True)
class Understand:
    """Fills `questions`, `alone`, `asks`, `said` and `language` of a turn."""

    glossary: Glossary

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with its questions, complete."""
        language = detect_language(turn.query)
        calm = without_presentation(_unshouted(turn.query))
        plain = _PLACEHOLDER.sub(" ", calm)  # what was masked asks nothing
        greeted = _SALUTE.sub("", plain).strip() or turn.query
        text = without_courtesy(plain).strip() or turn.query
        spanish = language == "es"
        questions, asks = _told_apart(text) if spanish else ([greeted], "")
        pairs = self._completed(questions, turn)
        said = self._completed(split_questions(greeted) if spanish else [greeted], turn)
        return replace(
            turn,
            questions=tuple(completed for completed, _ in pairs),
            alone=tuple(written for _, written in pairs),
            asks=asks if pairs[0][0] == questions[0] else "",
            said=tuple(written or completed for completed, written in said),
            language=language,
        )

    def _completed(self, questions: list[str], turn: Turn) -> list[tuple[str, str]]:
        previous = _last_question(turn.history)
        return [
            self._complete(q, previous if n == 0 else questions[0]) for n, q in enumerate(questions)
        ]

    def _complete(self, question: str, previous: str | None) -> tuple[str, str]:
        """Return the question completed, and as written when only the search can tell which."""
        if not previous or not self._depends(question):
            return question, ""
        swapped = self.glossary.swap_family(previous, question)
        if swapped is not None:
            return swapped, ""
        written = _FOLLOW_UP.sub("", question).strip(" ,¿?")
        return f"{previous.rstrip('?. ')}. {written}", written

    @staticmethod
    def _depends(question: str) -> bool:
        content = content_words(question)
        if len(content) > 6:
            return False
        if len(content) >= 2 and re.search(rf"(?:^|\W){_ASKS}\b", question, re.IGNORECASE):
            return False  # «¿y qué documentos piden?» says what it asks by itself
        if _FOLLOW_UP.match(question):
            return len(content) <= 5
        if _POINTS_BACK.search(question) and len(content) <= 3:
            return True
        return len(content) <= 1 and len(words(question)) <= 5 and not content


def _told_apart(text: str) -> tuple[list[str], str]:
    """Return the questions of a message, and what the only one asks if it says more than that."""
    questions, asks = split_questions(text), asking_part(text)
    if asks and len(split_questions(asks)) == 1:
        return [text.strip(" ,.;?") if len(questions) > 1 else questions[0]], asks
    return questions, ""


def _unshouted(text: str) -> str:
    """Return a message written in capitals as it would be written without them.

    Models of meaning read capitals as other words.
    """
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > MOSTLY * len(letters)
    if not shouted or len(words(text)) < FEW_WORDS:
        return text
    return "".join(
        piece if _MASK.fullmatch(piece) else piece.lower() for piece in _MASK.split(text)
    )


def _last_question(history: tuple[Exchange, ...]) -> str | None:
    """Return the last question about the knowledge base; what asked nothing does not count."""
    for exchange in reversed(history):
        if exchange.outcome not in ASKED_NOTHING and exchange.label != Label.GREETING:
            parts = split_questions(_SALUTE.sub("", exchange.question) or exchange.question)
            return parts[-1]
    return None
