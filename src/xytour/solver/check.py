"""Check a solution against its problem by plain means, before it is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.solver.timetable import timetable

if TYPE_CHECKING:
    from xytour.solver.problem import Problem, Solution


def check(problem: Problem, solution: Solution) -> None:
    """Raise if a solution breaks a rule, or its score or bound is wrong.

    Raises
    ------
    AssertionError
        With what is wrong: a defect of the optimiser, never of the input.
    """
    faults = find_faults(problem, solution)
    if faults:
        msg = "the optimiser's answer is wrong: " + "; ".join(faults)
        raise AssertionError(msg)


def find_faults(problem: Problem, solution: Solution) -> list[str]:
    """Return all that is wrong with a solution, in words."""
    if len(solution.tours) != problem.n_days or len(solution.beds) != len(problem.beds):
        n_tours, n_beds = len(solution.tours), len(solution.beds)
        return [f"{n_tours} tours and {n_beds} beds for {problem.n_days} days"]
    faults = []
    score = money = 0
    groups: list[int] = []
    places = _beds(problem, solution)
    if problem.one_bed and len(set(places.values())) > 1:
        faults.append("more than one bed")
    for d, tour in enumerate(solution.tours):
        day = problem.days[d]
        start = day.start if day.start is not None else places[d - 1]
        end = day.end if day.end is not None else places[d]
        if timetable(problem, d, tour, start, end) is None:
            faults.append(f"day {d} is out of time")
        if sum(bool(problem.counts[stop]) for stop in tour) > day.max_stops:
            faults.append(f"day {d} has too many stops")
        eaten = [int(problem.meal[stop]) for stop in tour if problem.meal[stop] >= 0]
        if len(eaten) != len(set(eaten)):
            faults.append(f"day {d} has one meal twice")
        money += sum(pause.cost for pause in day.breaks if pause.kind not in eaten)
        here = start
        for stop in tour:
            there = int(problem.location[stop])
            score += int(problem.profit[stop, d])
            score -= problem.travel_penalty * int(problem.travel[here, there])
            money += int(problem.cost[stop, d]) + int(problem.travel_cost[here, there])
            groups.append(int(problem.group[stop]))
            here = there
        score -= problem.travel_penalty * int(problem.travel[here, end])
        money += int(problem.travel_cost[here, end])
    for night, bed in enumerate(solution.beds):
        if night in places:
            chosen = problem.beds[night][bed]
            money += chosen.cost
            score += chosen.profit
            moved = night - 1 in places and places[night - 1] != places[night]
            score -= problem.bed_change_penalty if moved else 0
    if len(groups) != len(set(groups)):
        faults.append("two stops of one group")
    if problem.required - set(groups):
        faults.append(f"required groups are missing: {sorted(problem.required - set(groups))}")
    if problem.budget is not None and money > problem.budget:
        faults.append(f"costs {money}, budget {problem.budget}")
    faults += _cap_faults(problem, solution, places)
    visited = [stop for tour in solution.tours for stop in tour]
    for c, category in enumerate(problem.categories):
        total = sum(int(category.weight[stop]) for stop in visited)
        if not category.least <= total <= category.most:
            faults.append(f"category {c} has {total}, not {category.least} to {category.most}")
        score += category.reward(total)
    return faults + _claim_faults(solution, score)


def _cap_faults(problem: Problem, solution: Solution, places: dict[int, int]) -> list[str]:
    """Return the caps that a solution spends too much of."""
    faults = []
    for c, cap in enumerate(problem.caps):
        spent = sum(cap.bed(night, solution.beds[night]) for night in places)
        for d, tour in enumerate(solution.tours):
            day = problem.days[d]
            start = day.start if day.start is not None else places[d - 1]
            end = day.end if day.end is not None else places[d]
            spent += cap.tour(problem, d, tour, start, end)
        if spent > cap.most:
            faults.append(f"spends {spent} of cap {c}, most {cap.most}")
    return faults


def _claim_faults(solution: Solution, score: int) -> list[str]:
    """Return what is wrong with what a solution says of itself."""
    faults = []
    if score != solution.score:
        faults.append(f"score is {score}, not {solution.score}")
    if score > solution.upper_bound:
        faults.append(f"score {score} exceeds the bound {solution.upper_bound}")
    if solution.status == "optimal" and score < solution.upper_bound:
        faults.append(f"called optimal, but the bound is {solution.upper_bound}")
    return faults


def _beds(problem: Problem, solution: Solution) -> dict[int, int]:
    """Return the location of each night that has a bed to choose."""
    return {
        night: problem.beds[night][bed].location
        for night, bed in enumerate(solution.beds)
        if problem.days[night].end is None
    }
