#include "api/plan.h"

#include "api/plan_text.h"
#include "policy/diff.h"

enum { BASES_MAX = 16 };

/* A version against which the new one was held. */
struct held {
    struct version version;
    struct diff diff;
};

struct planning {
    const struct plan_question *question;
    struct held *held[BASES_MAX];
    int count;
};

static bool hold_against(struct work *w, struct planning *p, int64_t number, const struct held **out_held)
{
    struct held *held;

    for (int i = 0; i < p->count; i++)
        if (p->held[i]->version.number == number) {
            *out_held = p->held[i];
            return true;
        }
    if (p->count == BASES_MAX)
        FAIL(w, ERR_LIMIT, "more than %d versions are announced", BASES_MAX);
    held = WORK_NEW(w, struct held, 1);
    if (!held)
        return false;
    TRY(version_load(w, number, &held->version));
    TRY(policy_diff(w, &held->version.policy, p->question->policy, &held->diff));
    p->held[p->count++] = held;
    *out_held = held;
    return true;
}

static bool is_material(struct work *w, void *context, int64_t base, bool *out_material)
{
    const struct held *held;

    TRY(hold_against(w, context, base, &held));
    *out_material = held->diff.material > 0;
    return true;
}

static bool read_lines(struct work *w, struct version_line **out_lines, size_t *out_count)
{
    struct version_line *lines = WORK_NEW(w, struct version_line, VERSIONS_LISTED_MAX + 1);

    if (!lines)
        return false;
    *out_lines = lines;
    return version_list(w, lines + 1, VERSIONS_LISTED_MAX, out_count); /* the first place is for the new one */
}

static bool schedule(struct work *w, struct planning *p, const struct version *in_force, const struct version_line *lines, size_t count,
    struct schedule *out_schedule)
{
    const struct plan_question *q = p->question;
    const struct schedule_question question = {
        .lines = lines, .count = count, .now = w->now, .lead_days = in_force ? notice_lead_days(&in_force->policy) : 0, .zone = q->policy->zone,
        .wanted = q->wanted, .is_material = is_material, .context = p,
    };

    if (q->wanted && instant_compare(*q->wanted, w->now) < 0)
        FAIL(w, ERR_INVALID, "a version cannot count from a moment that has passed");
    if (q->wanted && count == 0 && instant_compare(*q->wanted, w->now) > 0)
        FAIL(w, ERR_INVALID, "the first version counts at once: none is in force that could count until then");
    return schedule_find(w, &question, out_schedule);
}

/* What people have until the new one counts. A version that counts from the same moment never did. */
static const struct version_line *line_before(const struct work *w, const struct version_line *lines, size_t count, struct instant effective)
{
    if (instant_compare(effective, w->now) > 0)
        effective.ms--;
    return version_line_at(lines, count, effective);
}

bool plan_make(struct work *w, const struct version *in_force, const struct plan_question *q, struct plan *out_plan)
{
    struct planning p = { .question = q };
    const struct version_line *before;
    struct plan_telling telling = { .in_force = in_force, .file = q->file };
    struct version_line *lines;
    const struct held *held = NULL;
    size_t count;

    TRY(read_lines(w, &lines, &count));
    *out_plan = (struct plan){ .number = count ? lines[1].number + 1 : 1, .lines = lines, .count = count + 1 };
    TRY(schedule(w, &p, in_force, lines + 1, count, &out_plan->schedule));
    out_plan->refused = out_plan->schedule.too_early && q->override_reason.length == 0;
    out_plan->overridden = out_plan->schedule.too_early && !out_plan->refused;
    before = line_before(w, lines + 1, count, out_plan->schedule.effective);
    if (before)
        TRY(hold_against(w, &p, before->number, &held));
    lines[0] = (struct version_line){ out_plan->number, w->now, out_plan->schedule.effective, out_plan->overridden };
    out_plan->before = held ? &held->version : NULL;
    telling.diff = held ? &held->diff : NULL;
    telling.override_given = q->override_reason.length > 0;
    telling.zone = q->policy->zone;
    telling.timezone = q->policy->timezone;
    return plan_text(w, out_plan, &telling, &out_plan->text);
}
