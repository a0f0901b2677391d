#include "public/origin.h"

enum { NEXT_MAX = 2000 };

static bool is_origin_of_site(const struct policy *p, const struct site *site, struct text origin)
{
    for (size_t i = 0; i < p->origin_count; i++)
        if (text_equal_ascii_case(origin, p->origins[i]))
            return true;
    return site->base_url.length > 0 && text_equal_ascii_case(origin, site->base_url);
}

bool origin_fits(const struct http_request *r, const struct policy *p, const struct site *site, bool ours)
{
    struct text origin, fetch;
    bool has_fetch = http_header_find(r, TEXT("Sec-Fetch-Site"), &fetch);
    bool has_origin = http_header_find(r, TEXT("Origin"), &origin);
    bool same = has_fetch && (text_equal(fetch, TEXT("same-origin")) || text_equal(fetch, TEXT("none")));

    if (has_origin && !text_equal(origin, TEXT("null")))
        return is_origin_of_site(p, site, origin); /* a listed origin may well be another host of the same site */
    if (has_fetch)
        return same;
    return !has_origin || ours;
}

/* Nothing that a browser may read in a second way: no spaces, controls, backslashes or bytes above ASCII. */
static bool is_plain(struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c <= 0x20 || c >= 0x7F || c == '\\' || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' || c == '}')
            return false;
    }
    return true;
}

/* "https://host" and then the end or a path; what else may follow an origin ("@", ".", ":") makes it another one. */
static bool lies_under(struct text next, struct text origin)
{
    char after;

    if (origin.length == 0 || !text_starts(next, origin))
        return false;
    after = next.length > origin.length ? next.at[origin.length] : '/';
    return after == '/' || after == '?' || after == '#';
}

bool next_is_allowed(const struct policy *p, const struct site *site, struct text next)
{
    if (next.length == 0 || next.length > NEXT_MAX || !is_plain(next))
        return false;
    if (next.at[0] == '/')
        return next.length == 1 || next.at[1] != '/';
    for (size_t i = 0; i < p->origin_count; i++)
        if (lies_under(next, p->origins[i]))
            return true;
    return lies_under(next, site->base_url);
}
