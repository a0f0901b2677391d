#include "main/limits.h"

/* Rights have a bucket of their own: who has read too many pages can still withdraw. */
enum limit_kind { LIMIT_PAGES, LIMIT_POSTS, LIMIT_RIGHTS, LIMIT_PROGRAMS, LIMIT_KINDS };

enum { BURST_SECONDS = 10 };

static struct rate rate_of(int per_second)
{
    return (struct rate){ per_second, per_second * BURST_SECONDS };
}

bool limits_open(struct work *w, const struct config *config, struct limits *l)
{
    const struct rate rates[LIMIT_KINDS] = {
        [LIMIT_PAGES] = rate_of(config->limit_pages),
        [LIMIT_POSTS] = rate_of(config->limit_posts),
        [LIMIT_RIGHTS] = rate_of(config->limit_posts),
        [LIMIT_PROGRAMS] = rate_of(config->limit_programs),
    };
    uint8_t seed[RATE_SEED_BYTES];

    for (size_t i = 0; i < config->limit_exempt.count; i++)
        must(address_set_add(&l->exempt, config->limit_exempt.items[i])); /* the settings were checked */
    entropy_fill(NULL, seed, sizeof seed);
    return rate_table_create(w, rates, LIMIT_KINDS, seed, &l->table);
}

void limits_close(struct limits *l)
{
    rate_table_destroy(&l->table);
}

static enum limit_kind kind_of(const struct route_set *set, const struct route *route)
{
    if (set->program)
        return LIMIT_PROGRAMS;
    if (route->class == TASK_RIGHTS)
        return LIMIT_RIGHTS;
    return text_equal(text_of(route->method), TEXT("POST")) ? LIMIT_POSTS : LIMIT_PAGES;
}

bool limits_admit(struct limits *l, const struct route_set *set, const struct route *route, const struct http_request *r, int64_t *out_seconds)
{
    struct peer_address a;
    int64_t wait_ms;

    if (set->commands || !peer_address_parse(r->peer, &a) || address_set_holds(&l->exempt, &a))
        return true;
    if (rate_take(l->table, r->peer_key, (int)kind_of(set, route), clock_monotonic(), &wait_ms))
        return true;
    *out_seconds = (wait_ms + 999) / 1000;
    l->refused++;
    return false;
}
