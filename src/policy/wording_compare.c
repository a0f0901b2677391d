#include "policy/wording_compare.h"

#include "policy/wording_place.h"
#include "policy/wording_scan.h"

#include <stdlib.h>

/* A placeholder, and the run of sentences of one clause in which it stands. */
struct item {
    struct text name;
    size_t run;
};

/* What one language says: clauses in their order, and the placeholders of each. */
struct outline {
    struct text *runs;
    struct item *items;
    size_t run_count, item_count;
    size_t open;        /* the first item of the sentence that is being read */
    struct text clause; /* of that sentence */
    bool words;
};

static bool open_outline(struct work *w, struct text text, struct outline *o)
{
    struct wording_scan scan = wording_scan(text);
    size_t items = 0, sentences = 0;

    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan)) {
        items += t.part == WORDING_PLACEHOLDER;
        sentences += t.part == WORDING_SENTENCE_END;
    }
    *o = (struct outline){ .runs = WORK_NEW(w, struct text, sentences), .items = WORK_NEW(w, struct item, items), .clause = TEXT("") };
    return o->runs && o->items;
}

static void end_sentence(struct outline *o)
{
    if (o->words && (o->run_count == 0 || !text_equal(o->runs[o->run_count - 1], o->clause)))
        o->runs[o->run_count++] = o->clause;
    for (; o->words && o->open < o->item_count; o->open++)
        o->items[o->open].run = o->run_count - 1;
    o->clause = TEXT("");
    o->words = false;
}

static int by_run_and_name(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    return x->run != y->run ? (x->run < y->run ? -1 : 1) : text_compare(x->name, y->name);
}

static bool outline_of(struct work *w, struct text text, struct outline *o)
{
    struct wording_scan scan = wording_scan(text);

    TRY(open_outline(w, text, o));
    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan)) {
        o->words |= t.part == WORDING_WORDS || t.part == WORDING_PLACEHOLDER;
        if (t.part == WORDING_PLACEHOLDER)
            o->items[o->item_count++] = (struct item){ t.text, 0 };
        if (t.part == WORDING_CLAUSE && o->clause.length == 0)
            o->clause = t.text;
        if (t.part == WORDING_SENTENCE_END)
            end_sentence(o);
    }
    qsort(o->items, o->item_count, sizeof *o->items, by_run_and_name);
    return true;
}

/* Both sides of a difference, for the message. */
struct difference {
    struct text code, mine, theirs;
};

static struct text run_at(const struct outline *o, size_t i)
{
    return i >= o->run_count ? TEXT("nothing") : o->runs[i].length ? o->runs[i] : TEXT("no clause");
}

static bool clauses_differ(const struct outline *mine, const struct outline *theirs, struct difference *d)
{
    for (size_t i = 0; i < mine->run_count || i < theirs->run_count; i++) {
        if (i < mine->run_count && i < theirs->run_count && text_equal(mine->runs[i], theirs->runs[i]))
            continue;
        d->mine = run_at(mine, i);
        d->theirs = run_at(theirs, i);
        return true;
    }
    return false;
}

/* The first placeholder that one side has and the other has not. */
static bool facts_differ(const struct outline *mine, const struct outline *theirs, struct difference *d)
{
    size_t i = 0, k = 0;

    for (; i < mine->item_count && k < theirs->item_count; i++, k++) {
        int order = by_run_and_name(&mine->items[i], &theirs->items[k]);
        if (order == 0)
            continue;
        d->mine = order < 0 ? mine->items[i].name : TEXT("");
        d->theirs = order > 0 ? theirs->items[k].name : TEXT("");
        return true;
    }
    d->mine = i < mine->item_count ? mine->items[i].name : TEXT("");
    d->theirs = k < theirs->item_count ? theirs->items[k].name : TEXT("");
    return d->mine.length || d->theirs.length;
}

bool wording_compare(struct work *w, const struct policy *p, const struct own_text *text, int language, struct findings *f)
{
    struct text first = p->languages[p->authoritative], second = p->languages[language];
    struct place place = own_text_place(p, text, language);
    struct outline mine, theirs;
    struct difference d;
    struct finding *finding;

    TRY(outline_of(w, text->words.in[language], &mine));
    TRY(outline_of(w, text->words.in[p->authoritative], &theirs));
    if (clauses_differ(&mine, &theirs, &d)) {
        finding = finding_add(w, f, PD_LANGUAGES_DIFFER, place, "`%.*s` is bound to %.*s where `%.*s` is bound to %.*s", NAME_ARGS(second), NAME_ARGS(d.mine),
            NAME_ARGS(first), NAME_ARGS(d.theirs));
        finding_hint(w, f, finding, "every language binds the same clauses in the same order");
    } else if (facts_differ(&mine, &theirs, &d)) {
        bool more = d.mine.length > 0;
        struct text name = more ? d.mine : d.theirs;
        finding = finding_add(w, f, PD_LANGUAGES_DIFFER, place, "`%.*s` %s `{%.*s}` where `%.*s` %s", NAME_ARGS(second), more ? "has" : "lacks", NAME_ARGS(name),
            NAME_ARGS(first), more ? "has not" : "has it");
        finding_hint(w, f, finding, "every language gives the same facts");
    } else {
        return true;
    }
    finding->second = own_text_place(p, text, p->authoritative);
    return true;
}
