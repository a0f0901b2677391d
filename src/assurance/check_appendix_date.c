/* C0-2: the appendix has a date of its own, which changes when the appendix does and only then. */
#include "assurance_queries.h"
#include "assurance/look.h"
#include "policy/appendix.h"
#include "policy/site.h"

struct marks_look {
    const struct proving *c;
    const struct appendix *appendix;
    struct text code; /* of its region */
    struct hash content; /* as it must be */
    struct appendix_mark before; /* on the page of the version before; version 0: none */
    int64_t pages, wrong;
};

static bool find_before(struct work *w, void *context, int64_t version, const struct document *d)
{
    struct marks_look *look = context;

    (void)w, (void)version;
    if (text_equal(d->name, DOCUMENT_POLICY) && !appendix_mark_find(d->bytes, look->code, &look->before))
        look->before = (struct appendix_mark){ .version = 0 };
    return true;
}

static struct instant posted_at(const struct proving *c, int64_t version)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].number == version)
            return c->versions[i].posted_at;
    return (struct instant){ 0 };
}

/* Unchanged: the mark of the version before. Changed: the version itself, with its own date. */
static bool is_right(const struct marks_look *look, const struct appendix_mark *mark)
{
    const struct appendix_mark *before = &look->before;

    if (!hash_equal(mark->content, look->content))
        return false;
    if (before->version && hash_equal(before->content, mark->content))
        return before->version == mark->version && instant_compare(before->posted, mark->posted) == 0;
    return mark->version == look->c->version && instant_compare(mark->posted, posted_at(look->c, mark->version)) == 0;
}

static bool look_at_mark(struct work *w, void *context, int64_t version, const struct document *d)
{
    struct marks_look *look = context;
    struct appendix_mark mark;

    (void)w, (void)version;
    if (!text_equal(d->name, DOCUMENT_POLICY))
        return true;
    look->pages++;
    look->wrong += !appendix_mark_find(d->bytes, look->code, &mark) || !is_right(look, &mark);
    return true;
}

static bool look_at_appendix(struct work *w, struct proving *c, struct marks_look *look)
{
    const struct sql_value now[] = { sql_number(w->site->key), sql_number(c->version) }, before[] = { sql_number(w->site->key), sql_number(c->version - 1) };

    TRY(appendix_content(w, c->policy, look->appendix, &look->content));
    look->before = (struct appendix_mark){ .version = 0 };
    TRY(look_walk(w, &query_promise_documents_in_force, before, 2, find_before, look));
    return look_walk(w, &query_promise_documents_in_force, now, 2, look_at_mark, look);
}

/* Telling people of a change is not built. */
bool check_appendix_date(struct work *w, struct proving *c)
{
    struct marks_look look = { .c = c };
    bool good;

    TRY(judge_bytes(w, c, &good));
    if (!good)
        return true;
    for (size_t i = 0; i < c->policy->appendix_count; i++) {
        look.appendix = &c->policy->appendices[i];
        look.code = c->policy->regions[look.appendix->region].code;
        TRY(look_at_appendix(w, c, &look));
    }
    if (look.wrong)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_APPENDIX_DATE_BROKEN, look.wrong, look.pages);
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NO_NOTICES, c->version);
}
