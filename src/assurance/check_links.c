/* P10: links that lead away from the site are marked, and nothing on the pages comes from elsewhere. */
#include "assurance_queries.h"
#include "assurance/look.h"
#include "policy/site.h"

struct links_look {
    const struct policy *policy;
    struct text base; /* where the server itself is reached: another address than the site's while it is tried out */
    int64_t documents, marked, unmarked;
};

static bool is_under(struct text url, struct text origin)
{
    struct text rest = text_from(url, origin.length);

    return origin.length && text_starts(url, origin) && (rest.length == 0 || rest.at[0] == '/' || rest.at[0] == '"');
}

static bool is_own(const struct links_look *look, struct text url)
{
    for (size_t i = 0; i < look->policy->origin_count; i++)
        if (is_under(url, look->policy->origins[i]))
            return true;
    return is_under(url, look->base);
}

/* From the `<` before a place to the `>` behind it. */
static struct text tag_around(struct text page, size_t at)
{
    size_t end = at;

    while (at > 0 && page.at[at] != '<')
        at--;
    while (end < page.length && page.at[end] != '>')
        end++;
    return (struct text){ page.at + at, end - at };
}

/* Only a link may name another host: an image or a style sheet would call it. */
static bool is_marked(struct text tag)
{
    size_t at;

    return text_starts(tag, TEXT("<a ")) && text_find(tag, TEXT(" rel=\"external\""), &at);
}

static bool look_at_links(struct work *w, void *context, int64_t version, const struct document *d)
{
    static const struct text absolute = { "=\"http", 6 };
    struct links_look *look = context;
    struct text rest = d->bytes;
    size_t at;

    (void)w, (void)version;
    if (!text_starts(d->type, TEXT("text/html")))
        return true;
    look->documents++;
    while (text_find(rest, absolute, &at)) {
        rest = text_from(rest, at + 2);
        if (is_own(look, rest))
            continue;
        if (is_marked(tag_around(d->bytes, d->bytes.length - rest.length)))
            look->marked++;
        else
            look->unmarked++;
    }
    return true;
}

bool check_links(struct work *w, struct proving *c)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->version) };
    struct links_look look = { .policy = c->policy, .base = w->site->base_url };

    TRY(look_walk(w, &query_promise_documents_in_force, values, 2, look_at_links, &look));
    TRY(check_cite(w, c, FACT_POLICY_PUBLISHED));
    if (look.unmarked || look.documents == 0)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_LINKS_BROKEN, look.documents, look.unmarked);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_LINKS, look.documents, look.marked);
}
