"""The sentences, each in English and Chinese."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    # holds that cannot be met
    "never-open": ("{name} cannot be visited on any day of the trip", "行程期间无法游览{name}"),
    "not-open-then": (
        "{name} cannot be visited at that time on {date}",
        "{date}该时段无法游览{name}",
    ),
    "too-long-there": (
        "at {name} people stay at most {minutes} minutes",
        "在{name}最多停留{minutes}分钟",
    ),
    "no-such-meal": ("no such meal is planned on {date}", "{date}没有安排该餐"),
    "drop-hold": ("ask for it on another day, or not at all", "请改在其他日期，或取消此要求"),
    # conflicts
    "stopped": (
        "stopped before a plan was found that meets all wishes; give it more time",
        "在找到满足全部要求的方案之前已停止；请给予更多时间",
    ),
    "conflict": (
        "no plan was found that meets these wishes together: {wishes}",
        "未找到能同时满足以下要求的方案：{wishes}",
    ),
    "conflict-proven": (
        "no plan meets these wishes together (proven, and each of them is needed for the "
        "conflict): {wishes}",
        "以下要求无法同时满足（已证明，且缺一不成冲突）：{wishes}",
    ),
    "relax-field": ("do without {field}", "取消{field}要求"),
    "relax-meals": ("plan without meals, or with fewer", "不安排或少安排用餐"),
    "relax-day": ("widen day_start and day_end", "延长每日时间"),
    "relax-day-to": ("let days end at {time}", "将每日结束时间延至{time}"),
    "relax-one_base": ("allow more than one base", "允许更换住处"),
    "relax-max_room_cny": ("allow a dearer room", "允许更贵的房间"),
    "relax-places": ("allow more places to stay", "允许更多住处"),
    "relax-rooms": ("allow another number of rooms", "允许其他房间数"),
    "relax-room_beds": ("allow rooms with another number of beds", "允许其他床型"),
    "relax-tags": ("ask for less of a stay", "减少对住处的要求"),
    "relax-unwanted": ("leave out fewer kinds of place", "减少排除的类型"),
    "relax-cap": ("allow more to be spent on {kind}", "提高{kind}费用上限"),
    "relax-cap-to": ("allow about {amount} for {kind}", "将{kind}费用上限提高到约{amount}"),
    "relax-hold": ("give up {hold}", "取消{hold}"),
    "relax-budget": ("raise the budget", "提高预算"),
    "relax-budget-to": ("raise the budget to about {amount}", "将预算提高到约{amount}"),
    "leave-out": ("leave out {name}", "去掉{name}"),
    "out-of-time": (
        "there is no time to get from {start} ({first}, not before {leave}) to {end} ({last}, by "
        "{by}) within the days' windows",
        "在每日时间内无法从{start}（{first}，{leave}之后出发）到达{end}（{last}，{by}之前）",
    ),
    "out-of-time-1": ("widen day_start and day_end", "延长每日时间"),
    "out-of-time-2": ("add a day", "增加一天"),
    "out-of-time-3": ("arrive or depart nearer", "选择更近的到达或出发地点"),
    # certificates
    "scope-past": (
        "; what is past stays as it is, and its points count",
        "；已完成的行程保持不变并计入得分",
    ),
    "scope-changes": (
        "; the score is less the price of changes to the earlier plan",
        "；得分已扣除改动原方案的代价",
    ),
    # items
    "r-delay": ("delay", "延误"),
    "r-rest": ("rest", "休息"),
    "r-cut-short": ("{name} has closed: the visit ends", "{name}临时关闭，游览中止"),
    "r-midday-rest": ("rest after lunch", "午休"),
    "r-longer-meal": ("the meal takes longer", "用餐延长"),
    # changes
    "c-added": ("{name} is added: {date} {time}", "新增{name}：{date} {time}"),
    "c-dropped": ("{name} on {date} is left out", "取消{date}的{name}"),
    "c-moved": ("{name} moves to {date} {time}", "{name}改到{date} {time}"),
    "c-retimed": ("{name} on {date} begins at {time}", "{date}的{name}改为{time}开始"),
    "c-longer": (
        "{name} on {date} lasts {minutes} minutes, longer",
        "{date}的{name}延长至{minutes}分钟",
    ),
    "c-shorter": (
        "{name} on {date} lasts {minutes} minutes only",
        "{date}的{name}缩短至{minutes}分钟",
    ),
    "c-bed": ("the night is spent at {name}, not at {other}", "住宿由{other}改为{name}"),
    "c-missed-lunch": ("no time is left for lunch today", "今天没有时间安排午餐"),
    "c-missed-dinner": ("no time is left for dinner today", "今天没有时间安排晚餐"),
    "c-late-lunch": ("lunch is late, at {time}", "午餐推迟到{time}"),
    "c-late-dinner": ("dinner is late, at {time}", "晚餐推迟到{time}"),
    "c-late-in": ("checked in by {time}, later than {due}", "{time}办完入住，晚于{due}"),
    "c-late-back": ("back at the bed at {time}, later than {due}", "{time}到达住处，晚于{due}"),
    "because-asked": (", as asked", "（按您的要求）"),
    "because-closed": (": it is closed", "：已关闭"),
    "because-weather": (": it is outdoors, in bad weather", "：户外项目，天气不佳"),
    "because-no-time": (": it cannot be reached in time any more", "：已来不及"),
    "because-gives-way": (": what is kept is worth more", "：为更值得的安排让路"),
    "because-time-free": (": there is time for it", "：时间有余"),
    "because-rearranged": (": the rest fits better so", "：使其余安排更合适"),
    "because-added": (": there is time for it", "：时间有余"),
    "because-dropped": (": what is kept is worth more", "：为更值得的安排让路"),
    "because-moved": (": the rest fits better so", "：使其余安排更合适"),
    "because-retimed": (": the rest fits better so", "：使其余安排更合适"),
    "because-longer": (": there is time for it", "：时间有余"),
    "because-shorter": (": what is kept is worth more", "：为更值得的安排让路"),
    "because-bed": (": the rest fits better so", "：使其余安排更合适"),
    # comparisons
    "compared": ("{alike} alike; ", "相似度{alike}；"),
    "no-difference": ("no difference that counts", "没有明显差别"),
    "more-score": ("{amount} points more", "得分高{amount}"),
    "less-score": ("{amount} points less", "得分低{amount}"),
    "more-cost_cny": ("{amount} dearer", "贵{amount}"),
    "less-cost_cny": ("{amount} cheaper", "便宜{amount}"),
    "more-travel_min": ("{amount} minutes more on the way", "路上多{amount}分钟"),
    "less-travel_min": ("{amount} minutes less on the way", "路上少{amount}分钟"),
    "more-access": ("access {amount} better", "便捷度高{amount}"),
    "less-access": ("access {amount} worse", "便捷度低{amount}"),
    "more-slowness": ("slower by {amount}", "慢游度高{amount}"),
    "less-slowness": ("less slow by {amount}", "慢游度低{amount}"),
    "more-immersion": ("more immersive by {amount}", "沉浸度高{amount}"),
    "less-immersion": ("less immersive by {amount}", "沉浸度低{amount}"),
    # suggestions
    "suggested": (
        "{date} at {time} for {minutes} minutes: {score} points, {cost}, {travel} minutes on the "
        "way",
        "{date} {time}，停留{minutes}分钟：得分{score}，费用{cost}，路程{travel}分钟",
    ),
    "suggested-drops": ("; gives up {names}", "；需放弃{names}"),
    "suggested-shortens": ("; less time at {names}", "；缩短{names}"),
}
PHRASES |= {
    "why": (
        "{name}: {points} points for {minutes} minutes, {travel} minutes of detour and {cost}; "
        "without it the best plan found is {loss} points worse",
        "{name}：停留{minutes}分钟得{points}分，绕行{travel}分钟，费用{cost}；没有它，最优方案少{loss}分",
    ),
    "why-free": (
        "{name}: {points} points for {minutes} minutes, {travel} minutes of detour and {cost}; "
        "a plan without it was found that is {loss} points better",
        "{name}：停留{minutes}分钟得{points}分，绕行{travel}分钟，费用{cost}；找到不含它且高{loss}分的方案",
    ),
    "why-instead": ("; {names} would come in", "；将改为{names}"),
    "less-fair": (
        "; whoever gets least would then get {then} points, not {before}",
        "；届时所得最少者只得{then}分，而非{before}分",
    ),
    "in-plan": ("{name} is in the plan", "{name}已在方案中"),
    "unwanted": ("you asked to leave {name} out", "您要求不去{name}"),
    "closed-now": (
        "{name} is closed, or its hours are over, in what is left of the trip",
        "{name}在剩余行程内不开放",
    ),
    "worth-less": (
        "{name} in the plan costs {cost} points, {money} and {travel} minutes on the way",
        "加入{name}将少{cost}分，费用{money}，路程{travel}分钟",
    ),
    "overlooked": (
        "{name} in the plan would gain {cost} points ({money}, {travel} minutes on the way): "
        "the search had not found it",
        "加入{name}可多{cost}分（费用{money}，路程{travel}分钟）：此前搜索未发现",
    ),
    "drops": ("; {names} would give way", "；需放弃{names}"),
    "not-proven": ("; at least {least} points, whatever the plan", "；无论如何至少少{least}分"),
    "over-budget": ("{name} does not fit into the budget: {wishes}", "{name}超出预算：{wishes}"),
    "in-conflict": (
        "no plan was found with {name} and all of: {wishes}",
        "未找到同时包含{name}并满足以下要求的方案：{wishes}",
    ),
    "binds-time": ("an hour more each day gives {gain} points", "每天多一小时可多{gain}分"),
    "binds-money": ("{money} more give {gain} points", "预算多{money}可多{gain}分"),
    "binds-hours": ("if all were open all day: {gain} points more", "若全天开放可多{gain}分"),
    "binds-pace": ("one visit more a day gives {gain} points", "每天多一处可多{gain}分"),
    "free-time": ("an hour more each day gives nothing", "每天多一小时无增益"),
    "free-money": ("{money} more give nothing", "预算多{money}无增益"),
    "free-hours": ("opening hours cost nothing", "开放时间没有影响"),
    "free-pace": ("one visit more a day gives nothing", "每天多一处无增益"),
    "binds-adds": (" (with {names})", "（可加{names}）"),
}
PHRASES |= {
    "scope-different": (
        "; of those plans, the ones that share at most {share} of the visits of each of the {n} "
        "before",
        "；仅限与前{n}个方案各自共同景点不超过{share}者",
    ),
    "risk": (
        "all is kept in {all} of cases; weakest: {weakest}",
        "全部赶上的概率为{all}；最薄弱：{weakest}",
    ),
    "risk-none": ("nothing in the plan has a fixed time", "方案中没有固定时间"),
    "keep-appointment": (
        "{name}, {date} {time}: in time in {share}",
        "{name}，{date} {time}：准时概率{share}",
    ),
    "keep-session": (
        "{name}, {date} {time}: in time in {share}",
        "{name}，{date} {time}：准时概率{share}",
    ),
    "keep-door": (
        "{name}, {date}, last entry {time}: in time in {share}",
        "{name}，{date}，最晚{time}入场：赶上概率{share}",
    ),
    "keep-service": (
        "{name}, {date}, leaves {time}: caught in {share}",
        "{name}，{date} {time}开：赶上概率{share}",
    ),
    "keep-departure": (
        "departure from {name}, {date}, there by {time}: caught in {share}",
        "{name}出发，{date} {time}前到达：赶上概率{share}",
    ),
}
