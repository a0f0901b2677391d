/* Checks of what is kept: sealed, dated, destroyed in time. Read from rows and from the keys themselves; nothing is opened. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "collect/record.h"
#include "disclosure/opening.h"
#include "policy/site.h"
#include "retention/dated.h"
#include "retention/recompute.h"
#include "retention/sweep.h"
#include "retention/watch.h"
#include "sql/sql.h"
#include "store/key_row.h"
#include "store/pulse.h"
#include "subject/erase.h"
#include "vault/record.h"

enum { SEALED_LOOKED_AT = 50, ROWS_LOOKED_AT = 10000, GRACE_HOURS = 1, PULSE_HOURS = SWEEP_PULSE_HOURS + 2 };

static struct sql_value before(const struct work *w, int hours)
{
    return sql_number(w->now.ms - SPAN_HOURS(hours).ms);
}

/* --- P7-1: nothing lies in clear --------------------------------------------------------------------------------------------------------------- */

struct sealed_look {
    struct vault *vault;
    int64_t records, clear, keyless;
};

/* The padding of record format v1 and then a submission: what stands in the row when nothing was encrypted. */
static bool decodes(struct work *w, struct text sealed)
{
    struct arena_mark mark = arena_mark(w->arena);
    struct record_fields *fields = WORK_NEW(w, struct record_fields, 1);
    struct text body = { sealed.at + RECORD_HEADER, sealed.length - RECORD_HEADER - RECORD_TAG };
    bool clear;

    while (body.length && body.at[body.length - 1] == 0)
        body.length--;
    if (body.length && (unsigned char)body.at[body.length - 1] == 0x80)
        body.length--;
    clear = fields && record_decode(w, body, fields);
    error_clear(&w->err);
    arena_release(w->arena, mark);
    return clear;
}

static bool is_sealed(struct work *w, struct text sealed, struct vault_key key)
{
    struct record_header header;

    if (record_header_parse(sealed, &header) != VAULT_OK || record_sealed_size(0) > sealed.length || sealed.length % 32 != (RECORD_HEADER + RECORD_TAG) % 32)
        return false;
    if (!id_equal(header.key.id.id, key.id.id) || header.key.generation != key.generation)
        return false;
    return !decodes(w, sealed);
}

static bool look_at_sealed(struct work *w, void *context, const struct sql_row *row)
{
    struct sealed_look *look = context;
    struct vault_key key;
    struct text sealed;
    int64_t state;

    TRY(sql_row_bytes(w, row, 0, &sealed));
    TRY(key_row_read(w, row, 1, &key));
    TRY(sql_row_number(w, row, 3, &state));
    look->records++;
    look->clear += !is_sealed(w, sealed, key);
    look->keyless += state == 0 && vault_key_status(look->vault, key) != VAULT_OK;
    return true;
}

bool check_sealed(struct work *w, struct proving *c)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(SEALED_LOOKED_AT) };
    const struct sql_value rows[] = { sql_number(w->site->key), sql_number(ROWS_LOOKED_AT) };
    struct sealed_look look = { .vault = c->services->vault };
    int64_t shared;

    if (!look.vault)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NO_VAULT);
    TRY(sql_stream(w, w->snapshot, &query_promise_sealed, values, 2, look_at_sealed, &look));
    TRY(check_number(w, &query_promise_shared_keys, rows, 2, &shared));
    TRY(check_cite(w, c, FACT_COLLECTED));
    if (look.clear || shared)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_SEALED_BROKEN, look.clear, look.records, shared);
    if (look.keyless)
        return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_SEALED_KEYLESS, look.keyless, look.records);
    if (look.records == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_SEALED, look.records);
}

/* --- P9-1: a rule for each purpose, a date for each record --------------------------------------------------------------------------------------- */

struct dates {
    const struct policy *policy;
    int64_t rows, wrong;
};

/* The date is the one of the rule that was promised, or an earlier one; verify looks which version gave that. */
static bool is_dated(const struct policy *p, const struct purpose *purpose, const struct dated *d)
{
    const struct retention_rule *rule = d->has_rule ? &d->rule : &purpose->keep;
    struct instant due = { 0 };
    bool should = retention_due(rule, &d->history, p->zone, &due);

    if (d->has_due && (!should || d->due.ms < due.ms))
        return true;
    return should == d->has_due && (!should || due.ms == d->due.ms) && d->rule.trigger == rule->trigger;
}

static bool is_late(const struct policy *p, const struct purpose *purpose, const struct dated *d)
{
    struct instant due;

    return retention_due(&purpose->keep, &d->history, p->zone, &due) && (!d->has_due || d->due.ms > due.ms);
}

static bool look_at_date(struct work *w, void *context, const struct sql_row *row)
{
    struct dates *d = context;
    const struct purpose *purpose;
    struct dated dated;

    TRY(dated_read(w, row, 0, &dated));
    d->rows++;
    purpose = purpose_numbered(d->policy, dated.purpose);
    if (purpose) /* else it keeps the date that it was promised */
        d->wrong += !is_dated(d->policy, purpose, &dated) || is_late(d->policy, purpose, &dated);
    return true;
}

static int64_t purposes_without_rule(const struct policy *p)
{
    int64_t without = 0;

    for (size_t i = 0; i < p->purpose_count; i++) {
        const struct retention_rule *keep = &p->purposes[i].keep;
        without += keep->trigger == TRIGGER_MISSING || (keep->trigger != TRIGGER_WITHDRAWN && keep->count <= 0);
    }
    return without;
}

bool check_due_dates(struct work *w, struct proving *c)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(ROWS_LOOKED_AT) };
    struct dates d = { .policy = c->policy };
    int64_t ruleless = purposes_without_rule(c->policy);
    bool settled;

    TRY(survey_take(w, c));
    TRY(sql_stream(w, w->snapshot, &query_promise_retentions, values, 2, look_at_date, &d));
    if (ruleless || c->survey.without_retention)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_RULES_BROKEN, ruleless, c->survey.without_retention);
    TRY(recompute_is_settled(w, c->version, &settled));
    if (d.wrong && !settled)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_RECOMPUTING);
    if (d.wrong)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_DATES_BROKEN, d.wrong, d.rows);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_DATES, (int64_t)c->policy->purpose_count, d.rows);
}

/* --- destroyed keys --------------------------------------------------------------------------------------------------------------------------- */

struct keys_look {
    struct vault *vault;
    int64_t keys, alive;
};

static bool look_at_key(struct work *w, void *context, const struct sql_row *row)
{
    struct keys_look *look = context;
    struct vault_key key;

    TRY(key_row_read(w, row, 0, &key));
    look->keys++;
    look->alive += vault_key_status(look->vault, key) != VAULT_KEY_GONE;
    return true;
}

static bool look_at_destroyed(struct work *w, struct keys_look *look, enum shred_reason from, enum shred_reason to)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(from), sql_number(to), sql_number(ROWS_LOOKED_AT) };

    return sql_stream(w, w->snapshot, &query_promise_destroyed, values, 4, look_at_key, look);
}

/* --- P9-2: what is due is gone ----------------------------------------------------------------------------------------------------------------- */

static bool count_overdue(struct work *w, int grace_hours, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), before(w, grace_hours), sql_number(w->now.ms) };

    return check_number(w, &query_promise_overdue, values, 3, out_count);
}

static bool count_stuck(struct work *w, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), before(w, GRACE_HOURS) };

    return check_number(w, &query_promise_stuck, values, 2, out_count);
}

/* The operator has accepted a file system on which writing over a key may leave an old copy of it; the reader is told. */
static bool leaves_copies(const struct proving *c)
{
    return vault_state(c->services->vault).weaker_filesystem;
}

/* Whether the sweep runs at all, and may run. */
static bool judge_sweeper(struct work *w, struct proving *c, const struct pulse *pulse, int64_t just_due, int64_t destroyed)
{
    struct watch watch;
    bool settled;

    if (pulse->at.ms == 0) /* a new server */
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    if (instant_since(w->now, pulse->at).ms > SPAN_HOURS(PULSE_HOURS).ms)
        return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_SWEEP_SILENT, PULSE_HOURS);
    TRY(recompute_is_settled(w, c->version, &settled));
    if (!settled)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_RECOMPUTING);
    TRY(watch_read(w, &watch));
    if (watch.holds_up)
        return check_say_nothing(c, PROMISE_AT_RISK, MSG_EVIDENCE_SWEEP_CLOCK);
    if (just_due)
        return SAY_EVIDENCE(w, c, PROMISE_AT_RISK, MSG_EVIDENCE_SWEEP_DUE, just_due);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, leaves_copies(c) ? MSG_EVIDENCE_SWEPT_WEAKER : MSG_EVIDENCE_SWEPT, destroyed);
}

bool check_swept(struct work *w, struct proving *c)
{
    struct keys_look look = { .vault = c->services->vault };
    int64_t overdue, just_due, stuck;
    struct pulse pulse;

    if (!look.vault)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NO_VAULT);
    TRY(count_overdue(w, GRACE_HOURS, &overdue));
    TRY(count_overdue(w, 0, &just_due));
    TRY(count_stuck(w, &stuck));
    TRY(look_at_destroyed(w, &look, SHRED_RETENTION, SHRED_RETENTION));
    TRY(pulse_find(w, w->site->key, "retention.sweep", &pulse));
    c->promise->evidence.at = pulse.at;
    c->promise->evidence.position = pulse.position;
    if (overdue || stuck || look.alive)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_SWEEP_BROKEN, overdue, stuck, look.alive);
    return judge_sweeper(w, c, &pulse, just_due, look.keys);
}

/* --- P8.1-5: who was erased is gone ------------------------------------------------------------------------------------------------------------ */

bool check_erased(struct work *w, struct proving *c)
{
    const struct sql_value site = sql_number(w->site->key), values[] = { site, sql_number(ROWS_LOOKED_AT) };
    struct keys_look look = { .vault = c->services->vault };
    int64_t erasures, live, stuck;

    if (!look.vault)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NO_VAULT);
    TRY(look_at_destroyed(w, &look, SHRED_RETENTION, SHRED_ERASE));
    TRY(sql_stream(w, w->snapshot, &query_promise_gone_retentions, values, 2, look_at_key, &look));
    TRY(check_number(w, &query_promise_erased_live, &site, 1, &live));
    TRY(count_stuck(w, &stuck));
    TRY(facts_count_since(w, w->site->key, FACT_ERASED, (struct instant){ 0 }, &erasures));
    TRY(check_cite(w, c, FACT_ERASED));
    if (look.alive || live || stuck)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_ERASED_BROKEN, look.alive, live, stuck);
    /* The mechanism is there for operators; a visitor has no way yet to ask for it. */
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, leaves_copies(c) ? MSG_EVIDENCE_ERASED_WEAKER : MSG_EVIDENCE_ERASED, erasures, look.keys);
}
