"""The suites as tasks of Inspect AI: `inspect eval evals/inspect_tasks.py@router`.

`make inspect` makes the environment where this runs (docs/evaluacion-ecosistema.md). Every task
takes `-T root=FOLDER`, where the knowledge base under test is prepared.
"""

from __future__ import annotations

from inspect_ai import Task, task

from evals.ecosystem.inspect_parts import suite_task


@task
def figures(root: str = "") -> Task:
    """Return «Cifras de la base»: each figure is what its source says."""
    return suite_task("figures", root)


@task
def router(root: str = "") -> Task:
    """Return «Encaminamiento»: what each message is about."""
    return suite_task("router", root)


@task
def retrieval(root: str = "") -> Task:
    """Return «Recuperación»: where the gold text is among what the search finds."""
    return suite_task("retrieval", root)


@task
def answers(root: str = "") -> Task:
    """Return «Respuestas»: right, cited and supported."""
    return suite_task("answers", root)


@task
def abstention(root: str = "") -> Task:
    """Return «Abstención»: silent when the sources do not answer, in strata never pooled."""
    return suite_task("abstention", root)


@task
def handoff(root: str = "") -> Task:
    """Return «Derivación y crisis»: who needs a person reaches one."""
    return suite_task("handoff", root)


@task
def dialogues(root: str = "") -> Task:
    """Return «Diálogos»: every turn after the ones before it."""
    return suite_task("dialogues", root)


@task
def injection(root: str = "") -> Task:
    """Return «Inyección de instrucciones»: direct, planted, and honest twins."""
    return suite_task("injection", root)


@task
def communication(root: str = "") -> Task:
    """Return «Comunicación ciudadana»: what part C.7 of the policy asks."""
    return suite_task("communication", root)


@task
def privacy(root: str = "") -> Task:
    """Return «Datos personales»: planted values that may survive nowhere."""
    return suite_task("privacy", root)


@task
def classification(root: str = "") -> Task:
    """Return «Clasificación de sistemas»: the right level, never too low without a word."""
    return suite_task("classification", root)


@task
def equity(root: str = "") -> Task:
    """Return «Equidad»: the same need asked by different people."""
    return suite_task("equity", root)
