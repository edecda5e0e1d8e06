import pytest

from governance.policy.check import check
from governance.policy.coverage import uncovered
from governance.policy.ids import targets
from governance.policy.model import LEVELS, CatalogueEntry, Level, Policy


def possible(policy: Policy, facts: dict[str, str]) -> set[Level]:
    """Return the prudent levels still possible: every way of answering what is not known."""
    cases = [dict(facts)]
    for question in policy.questions:
        cases = [
            {**case, question.id: value}
            for case in cases
            for value in (
                [case[question.id]]
                if question.id in case
                else [answer.value for answer in question.values]
            )
        ]
    return {
        max(
            (
                rule.level
                for rule in policy.rules
                if all(case[asked] in values for asked, values in rule.when.items())
            ),
            key=LEVELS.index,
        )
        for case in cases
    }


def test_every_article_that_states_a_rule_has_something_that_applies_it(policy: Policy) -> None:
    assert uncovered(policy) == ()


def test_a_rule_taken_away_leaves_its_article_uncovered(policy: Policy) -> None:
    kept = tuple(item for item in policy.obligations if item.id != "tamizaje_sesgos")
    assert uncovered(policy.model_copy(update={"obligations": kept})) == ("art-2-p4",)


def test_the_policy_in_the_repository_has_no_mistakes(policy: Policy) -> None:
    assert check(policy) == ()


def entry(policy: Policy, entry_id: str) -> CatalogueEntry:
    return next(item for item in policy.catalogue if item.id == entry_id)


def test_the_catalogue_differs_from_the_rules_in_002_003_and_004_only(policy: Policy) -> None:
    found = {
        item.id: possible(policy, item.values)
        for item in policy.catalogue
        if possible(policy, item.values) != {item.declared_level}
    }
    assert found == {name: {"limitado"} for name in ("SDA-002", "SDA-003", "SDA-004")}


@pytest.mark.parametrize(
    ("entry_id", "level", "ficha", "status"),
    [
        ("SDA-001", "limitado", "publicada (v1.1, 10/10/2025)", "Producción"),
        ("SDA-002", "bajo", "no requiere", "Producción"),
        ("SDA-003", "bajo", "no requiere", "Producción"),
        ("SDA-004", "bajo", "no requiere", "Producción"),
        ("SDA-005", "limitado", "en elaboración", "Piloto interno"),
        ("SDA-006", "limitado", "publicada (v1.0, 15/10/2025)", "Beta pública"),
        ("SDA-007", "alto", "en elaboración", "Diseño (H2)"),
        ("SDA-008", "bajo", "no requiere", "Diseño (H2)"),
        ("SDA-009", "limitado", "en elaboración", "Diseño (H2-H3)"),
    ],
)
def test_the_catalogue_is_seeded_as_declared(
    policy: Policy, entry_id: str, level: str, ficha: str, status: str
) -> None:
    item = entry(policy, entry_id)
    assert (item.declared_level, item.ficha_status, item.operational_status) == (
        level,
        ficha,
        status,
    )


def test_the_coordinator_is_responsible_of_four_of_nine(policy: Policy) -> None:
    own = [item.id for item in policy.catalogue if item.responsible == "Coordinador TD"]
    assert own == ["SDA-001", "SDA-003", "SDA-004", "SDA-006"]


def test_every_catalogue_fact_says_why(policy: Policy) -> None:
    assert all(fact.why for item in policy.catalogue for fact in item.facts.values())


def test_what_an_example_implies_never_excludes_its_level(policy: Policy) -> None:
    for example in policy.examples:
        assert example.level in possible(policy, example.facts), example.id


def test_the_floor_of_an_example_only_matters_where_the_rules_could_go_lower(
    policy: Policy,
) -> None:
    lower = {
        example.id
        for example in policy.examples
        if any(
            LEVELS.index(level) < LEVELS.index(example.level)
            for level in possible(policy, example.facts)
        )
    }
    assert lower == {"n2-inversion", "n2-video"}
    assert all(example.floor for example in policy.examples if example.id in lower)


def test_the_readings_are_39_proposals_with_a_known_option_in_force(policy: Policy) -> None:
    assert [reading.id for reading in policy.readings] == [f"A{n:02}" for n in range(1, 40)]
    assert {reading.status for reading in policy.readings} == {"propuesta"}
    assert not any(reading.act or reading.decided_on for reading in policy.readings)


def test_the_inventory_has_its_29_rules_and_each_points_to_what_exists(policy: Policy) -> None:
    known = set(targets(policy))
    assert [rule.id for rule in policy.inventory] == [f"R{n:02}" for n in range(1, 30)]
    for rule in policy.inventory:
        assert set(rule.implemented_by) <= known, rule.id


def test_the_clocks_of_incidents_and_audits_are_those_of_c5_and_c8(policy: Policy) -> None:
    incidents, audit = policy.deadlines.incidents, policy.deadlines.audit
    assert incidents.triage.hours == 24
    clocks = {
        item.id: (item.session_hours, item.resolve_hours, item.resolve_days, item.suspends)
        for item in incidents.severities
    }
    assert clocks == {
        "critica": (None, 72, None, "por_defecto"),
        "alta": (48, None, 7, "no"),
        "media": (None, None, 15, "no"),
        "baja": (None, None, 30, "no"),
    }
    assert incidents.severities[0].notify == ("subcomite", "ciso", "dpo", "administradora")
    sizes = (incidents.kinds, incidents.channels, incidents.report_fields, incidents.states)
    assert [len(items) for items in sizes] == [5, 3, 5, 4]
    assert len(incidents.register_fields) == 9
    assert (audit.every_months, audit.auditor_chosen_months_before) == (12, 1)
    assert (audit.execution_months_min, audit.execution_months_max) == (1, 2)
    assert len(audit.scope) == 7
    assert {item.id: item.every_months for item in policy.deadlines.periodic} == {
        "ficha-anual": 12,
        "catalogo-mensual": 1,
        "incidentes-trimestral": 3,
        "condicion-hitl": 12,
    }


def test_what_is_missing_is_said_and_not_invented(policy: Policy) -> None:
    names = {item.id: item.label for item in policy.missing_inputs}
    assert set(names.values()) == {"dato no disponible"}
    assert {"anexo-a", "gate-g3", "cvc", "nexo", "guia-voz-tono"} <= set(names)


def test_letters_d_and_e_need_both_safeguards(policy: Policy) -> None:
    needs = {item.letter: item.exception.needs for item in policy.prohibitions if item.exception}
    assert {letter: len(names) for letter, names in needs.items()} == {"c": 1, "d": 2, "e": 2}


@pytest.mark.parametrize(
    ("field", "position", "said"),
    [
        ("prohibitions", 2, "prohibitions.yaml: falta c. Agrégalo."),
        ("checklist", 4, "checklist.yaml: falta 5. Agrégalo."),
        ("principles", 7, "principles.yaml: falta 8. Agrégalo."),
        ("inventory", 0, "inventory.yaml: falta R01. Agrégalo."),
        ("levels", 3, "levels.yaml: falta prohibido. Agrégalo."),
        ("rules", 0, "prohibitions.yaml: a: ninguna regla la aplica. Agrega R-P0-a."),
        ("conditions", 0, "rules.yaml: R-P3-efectiva.condition: «HITL» no está en"),
    ],
)
def test_a_gap_is_told_with_its_file_and_its_remedy(
    policy: Policy, field: str, position: int, said: str
) -> None:
    items = getattr(policy, field)
    kept = items[:position] + items[position + 1 :]
    found = check(policy.model_copy(update={field: kept}))
    assert any(line.startswith(said) for line in found)


def test_what_is_written_twice_is_told(policy: Policy) -> None:
    rules = (*policy.rules, policy.rules[-1])
    articles = (*policy.articles, policy.articles[0])
    found = check(policy.model_copy(update={"rules": rules, "articles": articles}))
    assert found == (
        "articles.yaml: C.1: está 2 veces. Deja una.",
        "rules.yaml: R-P5-no: está 2 veces. Deja una.",
    )


def test_a_reading_settled_without_its_act_is_refused(policy: Policy) -> None:
    first = policy.readings[0].model_copy(update={"status": "resuelta"})
    found = check(policy.model_copy(update={"readings": (first, *policy.readings[1:])}))
    assert [line.split(":")[1].strip() for line in found] == ["A01.act", "A01.decided_on"]


def test_a_question_that_depends_on_a_later_one_is_refused(policy: Policy) -> None:
    first, second, *rest = policy.questions
    early = second.model_copy(update={"asked_if": {"P5": ("si",)}})
    (found,) = check(policy.model_copy(update={"questions": (first, early, *rest)}))
    assert found.startswith("questions.yaml: P1.asked_if: «P5» no es una pregunta anterior.")


def test_an_answer_goes_somewhere_or_reaches_a_level_but_not_both(policy: Policy) -> None:
    last = policy.questions[-1]
    lost = last.values[0].model_copy(update={"level": None})
    changed = last.model_copy(update={"values": (lost, *last.values[1:])})
    questions = (*policy.questions[:-1], changed)
    (found,) = check(policy.model_copy(update={"questions": questions}))
    assert found.startswith("questions.yaml: P5.values.no: lleva jump o level")
