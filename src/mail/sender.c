#include "mail/sender.h"

enum { DMARC_STEPS_MAX = 8 };

/* The one record of a kind under a name. */
static bool find(struct work *w, struct dns *d, struct text name, bool (*is)(struct text), struct text *out_record, enum sender_state *out_state)
{
    struct dns_answer *a = WORK_NEW(w, struct dns_answer, 1);
    size_t count = 0;

    if (!a)
        return false;
    TRY(dns_txt(w, d, name, a));
    for (size_t i = 0; i < a->count; i++) {
        if (!is(a->records[i]))
            continue;
        *out_record = a->records[i];
        count++;
    }
    *out_state = count == 0 ? SENDER_ABSENT : count == 1 ? SENDER_FOUND : SENDER_SEVERAL;
    return true;
}

/* --- SPF --------------------------------------------------------------------------------------------------------------------------------- */

/* Names that are still to be read. Each has cost a look-up, so a loop ends by itself. */
struct walk {
    struct {
        struct text domain;
        bool tells_end; /* the domain itself, and where its redirects lead */
    } queue[SPF_LOOKUPS_MAX + SPF_FOLLOWED_MAX + 1];
    size_t read, count;
};

static bool read_next(struct work *w, struct dns *d, struct walk *q, struct sender_spf *s)
{
    bool tells_end = q->queue[q->read].tells_end;
    struct spf_record r;
    struct text record;

    s->at = q->queue[q->read++].domain;
    TRY(find(w, d, s->at, spf_is, &record, &s->state));
    if (s->state != SENDER_FOUND)
        return true;
    if (!spf_parse(record, &r, &s->wrong)) {
        s->state = SENDER_BROKEN;
        return true;
    }
    s->lookups += r.lookups;
    s->asks_ptr |= r.asks_ptr;
    if (tells_end)
        s->end = r.end;
    for (size_t i = 0; i < r.followed_count && q->count < COUNT_OF(q->queue); i++) {
        q->queue[q->count].domain = r.followed[i];
        q->queue[q->count++].tells_end = tells_end && r.redirect.length && text_equal(r.followed[i], r.redirect);
    }
    return true;
}

bool sender_spf(struct work *w, struct dns *d, struct text domain, struct sender_spf *out_spf)
{
    struct walk q = { .count = 1 };
    struct sender_spf s = { .state = SENDER_FOUND };

    q.queue[0].domain = domain;
    q.queue[0].tells_end = true;
    while (q.read < q.count && s.state == SENDER_FOUND && s.lookups <= SPF_LOOKUPS_MAX)
        TRY(read_next(w, d, &q, &s));
    *out_spf = s;
    return true;
}

/* --- DKIM -------------------------------------------------------------------------------------------------------------------------------- */

bool sender_dkim(struct work *w, struct dns *d, struct text domain, struct text selector, struct sender_dkim *out_dkim)
{
    struct dns_answer *a = WORK_NEW(w, struct dns_answer, 1);
    struct sender_dkim s = { .state = SENDER_ABSENT, .key.state = DKIM_NO_KEY };

    if (!a)
        return false;
    TRY(work_format(w, &s.name, "%.*s._domainkey.%.*s", TEXT_ARGS(selector), TEXT_ARGS(domain)));
    TRY(dns_txt(w, d, s.name, a));
    for (size_t i = 0; i < a->count; i++) {
        struct dkim_key key = dkim_key_parse(a->records[i]);
        if (s.state == SENDER_ABSENT || key.state == DKIM_GOOD)
            s.key = key;
        s.state = SENDER_FOUND;
    }
    *out_dkim = s;
    return true;
}

/* --- DMARC ------------------------------------------------------------------------------------------------------------------------------- */

/* Upwards, label by label, but never at a top-level domain: no list of public suffixes is needed. */
static bool step_up(struct text *domain)
{
    struct text rest = *domain, label;
    size_t at;

    if (!text_cut(&rest, '.', &label) || !text_find(rest, TEXT("."), &at))
        return false;
    *domain = rest;
    return true;
}

bool sender_dmarc(struct work *w, struct dns *d, struct text domain, struct sender_dmarc *out_dmarc)
{
    struct sender_dmarc s = { .state = SENDER_ABSENT, .at = domain };
    struct text record, name;
    int steps = 0;

    do {
        TRY(work_format(w, &name, "_dmarc.%.*s", TEXT_ARGS(s.at)));
        TRY(find(w, d, name, dmarc_is, &record, &s.state));
    } while (s.state == SENDER_ABSENT && ++steps < DMARC_STEPS_MAX && step_up(&s.at));
    s.inherited = s.at.length < domain.length;
    if (s.state == SENDER_FOUND && !dmarc_parse(record, &s.record, &s.wrong))
        s.state = SENDER_BROKEN;
    *out_dmarc = s;
    return true;
}
