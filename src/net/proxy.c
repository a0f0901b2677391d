#include "net/proxy.h"

#include <string.h>

/* "10.1.2.3", "10.1.2.3:4711", "2001:db8::1", "[2001:db8::1]:4711" */
static bool read_address(struct text t, struct peer_address *out_address)
{
    size_t at;

    if (t.length && t.at[0] == '[') {
        t = text_from(t, 1);
        if (!text_find(t, TEXT("]"), &at) || (at + 1 < t.length && t.at[at + 1] != ':'))
            return false;
        return peer_address_parse(text_first(t, at), out_address);
    }
    if (text_find(t, TEXT(":"), &at) && !memchr(t.at + at + 1, ':', t.length - at - 1))
        t = text_first(t, at);
    return peer_address_parse(t, out_address);
}

/* Takes the last of "a, b, c"; false when nothing is left. */
static bool take_last(struct text *list, struct text *out_item)
{
    size_t at = list->length;

    if (list->length == 0)
        return false;
    while (at > 0 && list->at[at - 1] != ',')
        at--;
    *out_item = text_trim(text_from(*list, at));
    list->length = at > 0 ? at - 1 : 0;
    return true;
}

struct peer_address proxy_client(const struct address_set *s, struct peer_address from, const struct http_request *r)
{
    struct peer_address a = from, next;
    struct text item;

    for (size_t i = r->header_count; i > 0; i--) {
        struct text list = r->headers[i - 1].value;
        if (!text_equal_ascii_case(r->headers[i - 1].name, TEXT("X-Forwarded-For")))
            continue;
        while (take_last(&list, &item)) {
            if (!address_set_holds(s, &a) || !read_address(item, &next))
                return a;
            a = next;
        }
    }
    return a;
}
