from governance.classification.report.compose import compose
from governance.classification.report.document import Document, Table
from governance.classification.report.ruled_out import RULED_OUT_BY
from governance.classification.report.to_json import to_exchange
from governance.policy.load import policies
from tests.governance.classification.report_sheets import ALTO, BAJO, RANGE, sheet


def test_every_condition_of_the_policy_says_which_answers_rule_it_out() -> None:
    written = {
        requirement.condition
        for policy in policies()
        for each in (*policy.obligations, *policy.checklist)
        for requirement in each.by_level.values()
        if requirement.condition
    }
    assert written == set(RULED_OUT_BY)


def test_the_answers_that_rule_out_a_duty_exist() -> None:
    for policy in policies():
        known = {question.id: {v.value for v in question.values} for question in policy.questions}
        for rows in RULED_OUT_BY.values():
            assert all(value in known.get(question, {"si", "no"}) for question, value in rows)


def test_the_document_says_while_which_answer_a_duty_does_not_apply() -> None:
    assert "no aplica mientras P5 sea no" in words_of(compose(sheet(BAJO)))
    assert "mientras P5 sea" not in words_of(compose(sheet({**BAJO, "P5": "si"})))


def test_an_answer_that_is_missing_rules_out_nothing() -> None:
    unknown = {**RANGE, "P5": "no_se"}
    assert "mientras P5 sea" not in words_of(compose(sheet(unknown)))


def test_a_criterion_about_personal_data_is_not_pending_without_them() -> None:
    text = words_of(compose(sheet(ALTO, personal_data="no")))
    assert "No aplica por ahora" in text
    assert "No aplica por ahora" not in words_of(compose(sheet(ALTO, personal_data="si")))


def test_the_exchange_names_the_answer_that_rules_a_duty_out() -> None:
    found = to_exchange(sheet(BAJO))
    named = {o.demand.not_while for o in found.obligations if o.demand.condition}
    assert "P5 = no" in named
    assert all(o.demand.not_while is None for o in found.obligations if not o.demand.condition)


def words_of(document: Document) -> str:
    """Return every cell of the tables of a document."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return "\n".join(cell for t in tables for row in t.rows for cell in row)
