#include "disclosure/use.h"

#include "disclosure/decision.h"
#include "disclosure_queries.h"
#include "policy/site.h"

static const struct {
    const char *name, *words;
} answers[USE_ANSWERS] = {
    [USE_ALLOWED] = { "allowed", "It may be used." },
    [USE_NO_SUBJECT] = { "no_subject", "Nobody has this handle; it never existed, or was erased." },
    [USE_NOT_KEPT] = { "not_kept", "Nothing is kept under this purpose, or the time for which it is kept is over." },
    [USE_NO_BASIS] = { "no_basis", "The purpose has no legal basis in this region, or only a consent that was not given." },
    [USE_UNDECLARED] = { "undeclared", "No channel of this purpose takes this data item." },
    [USE_NOT_IN_REGION] = { "not_in_region", "The data item is not collected for this purpose in this region." },
    [USE_RECIPIENT] = { "recipient", "The recipient is not declared for this purpose and region, or its contract has ended." },
};

const char *use_answer_name(enum use_answer a)
{
    must((unsigned)a < USE_ANSWERS);
    return answers[a].name;
}

const char *use_answer_words(enum use_answer a)
{
    must((unsigned)a < USE_ANSWERS);
    return answers[a].words;
}

bool standing_read(struct work *w, const struct handle *h, const struct purpose *purpose, struct standing *out_standing)
{
    struct hash hash = hash_bytes(h->bytes, sizeof h->bytes);
    const struct sql_value values[] = { sql_number(w->site->key), sql_bytes(hash.bytes, HANDLE_INDEX), sql_number(purpose->number), sql_number(w->now.ms),
                                        sql_number(BASIS_CONSENT) };
    struct standing s = { .live = false };
    struct sql_row row;
    int64_t kept, consented, withdrawn;

    TRY(sql_find(w, w->snapshot, &query_use_standing, values, (int)COUNT_OF(values), &row));
    s.live = row.count > 0;
    if (s.live) {
        TRY(sql_row_number(w, &row, 0, &kept));
        TRY(sql_row_number(w, &row, 1, &consented));
        TRY(sql_row_text(w, &row, 2, &s.region));
        TRY(sql_row_number(w, &row, 3, &withdrawn));
        s.kept = kept != 0;
        s.consented = consented != 0;
        s.withdrawn = withdrawn != 0;
    }
    *out_standing = s;
    return true;
}

static struct place basis_place(const struct purpose *purpose, int region)
{
    if (region >= 0 && purpose->basis_places[region].line > 0)
        return purpose->basis_places[region];
    return purpose->basis_place.line > 0 ? purpose->basis_place : purpose->place;
}

/* Whether a channel of the purpose declares the item, and whether one takes it in the region. */
static enum use_answer ask_data(const struct policy *p, const struct use_question *q, int region)
{
    enum use_answer answer = USE_UNDECLARED;

    for (size_t i = 0; i < p->channel_count; i++) {
        const struct channel *c = &p->channels[i];
        for (size_t k = 0; c->purpose == q->purpose && k < c->field_count; k++) {
            if (c->fields[k].data != q->data)
                continue;
            if (channel_takes(p, c, q->data, region))
                return USE_ALLOWED;
            answer = USE_NOT_IN_REGION;
        }
    }
    return answer;
}

static enum use_answer ask_recipient(const struct policy *p, const struct use_question *q, int region, struct instant now)
{
    return decision_recipient(p, q->recipient->id, q->purpose, region, now) == CANCELLED_NOT ? USE_ALLOWED : USE_RECIPIENT;
}

enum use_answer use_decide(const struct policy *p, const struct use_question *q, const struct standing *s, struct instant now, struct place *out_place)
{
    int region = q->region_said ? q->region : s->region.length ? policy_region(p, s->region) : -1;
    enum use_answer answer = USE_ALLOWED;

    *out_place = (struct place){ .line = 0 };
    if (!s->live)
        return USE_NO_SUBJECT;
    if (!s->kept) {
        *out_place = q->purpose->keep.place;
        return USE_NOT_KEPT;
    }
    if (s->withdrawn || !opening_basis_holds(p, q->purpose, region, s->consented)) {
        *out_place = basis_place(q->purpose, region);
        return USE_NO_BASIS;
    }
    if (q->data && (answer = ask_data(p, q, region)) != USE_ALLOWED)
        *out_place = q->data->place;
    else if (q->recipient && (answer = ask_recipient(p, q, region, now)) != USE_ALLOWED)
        *out_place = q->recipient->place;
    return answer;
}
