#include "collect/receipt_path.h"

#include "collect/repeat.h"
#include "collect/token.h"
#include "policy/own_record.h"
#include "policy/site.h"
#include "store/receipts.h"

static const char nothing_there[] = "no receipt is waiting at this address";

/* What comes back as absent is told in one way, whatever was missing. */
static bool or_nothing(struct work *w, bool good)
{
    if (!good && w->err.code == ERR_NOT_FOUND) {
        error_clear(&w->err);
        FAIL(w, ERR_NOT_FOUND, "%s", nothing_there);
    }
    return good;
}

static bool load_fact(struct work *w, struct receipt_path *r)
{
    uint64_t position;
    bool good;

    TRY(receipt_token_check(w, r->services->vault, r->token, &position, &good));
    if (!good)
        FAIL(w, ERR_NOT_FOUND, "%s", nothing_there);
    TRY(or_nothing(w, facts_load(w, w->site->key, position, &r->fact)));
    r->until = instant_add(r->fact.fact.at, SPAN_HOURS(OWN_RECEIPT_HOURS));
    if (r->fact.fact.type != FACT_COLLECTED || instant_compare(w->now, r->until) >= 0)
        FAIL(w, ERR_NOT_FOUND, "%s", nothing_there);
    return true;
}

static bool load_subject(struct work *w, struct receipt_path *r)
{
    struct subject_id uid = { .id = r->fact.fact.subject };

    TRY(handle_of(w, r->services->vault, uid, &r->handle));
    TRY(or_nothing(w, subject_load(w, &r->handle, &r->subject)));
    if (r->subject.state != SUBJECT_LIVE)
        FAIL(w, ERR_NOT_FOUND, "%s", nothing_there);
    return true;
}

static bool name_taking(struct work *w, struct receipt_path *r, struct repeat *out_repeat)
{
    return repeat_name(w, r->services->vault, ONCE_RECEIPT, TEXT("receipt"), r->token, TEXT(""), r->until, out_repeat);
}

bool receipt_path_look(struct work *w, struct receipt_path *r)
{
    struct repeat taking;
    struct once first;
    bool same;

    TRY(load_fact(w, r));
    TRY(load_subject(w, r));
    TRY(name_taking(w, r, &taking));
    return repeat_find(w, &taking, &first, &r->taken, &same);
}

static bool take(struct work *w, struct receipt_path *r)
{
    struct repeat *taking = WORK_NEW(w, struct repeat, 1);

    if (!taking)
        return false;
    TRY(receipt_path_look(w, r));
    if (r->taken)
        FAIL(w, ERR_KEY_GONE, "this receipt was fetched before; its address works once");
    TRY(list_open(w));
    TRY(subject_guard(w, &r->subject));
    TRY(name_taking(w, r, taking));
    return repeat_add(w, taking, STORE_NUMBER(r->subject.key), (struct record_id){ .id = r->fact.fact.record }, STORE_NUMBER(r->fact.position));
}

static bool write_receipt(struct work *w, struct receipt_path *r)
{
    struct receipt *receipt = WORK_NEW(w, struct receipt, 1);

    if (!receipt)
        return false;
    TRY(receipt_make(w, r->services->pipeline, r->services->vault, (uint64_t)r->fact.position, receipt));
    return receipt_write(w, receipt, &r->json);
}

bool receipt_path_take_step(struct work *w, struct receipt_path *r, int phase, enum task_next *out_next)
{
    if (phase == 0) {
        TRY(take(w, r));
        *out_next = TASK_COMMIT;
        return true;
    }
    *out_next = TASK_END;
    return write_receipt(w, r);
}
