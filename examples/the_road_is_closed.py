"""Under way: a place closes and time is lost; what changes, why, and what else was possible."""

import xytour as xt

planner = xt.Planner()
request = xt.TripRequest(
    start="2026-04-10", days=2, interests={"tea": 1.0, "red": 0.6}, style="balanced"
)
plan = planner.plan(request)
for visit in plan.visits:
    print(f"{visit.start:%a %H:%M}  {visit.name}")

answers = planner.explain(plan, time_limit=0.5)
print("\nWhy not Jigongshan?", answers.why_not("jigongshan").text)
print("What binds?", answers.binding().text)

gone = plan.visits[-1].place_id
new = planner.replan(plan, "2026-04-10T11:20", [xt.Closed(gone), xt.Delay(minutes=40)])
print("\nAt 11:20: the last place has closed, and 40 minutes are lost.")
for change in new.revision.changes:
    print("*", change.text)

print("\nWill it hold?", planner.risk(new).text)
