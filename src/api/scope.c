#include "api/scope.h"

static const char *const names[SCOPES] = {
    [SCOPE_NONE] = "",
    [SCOPE_COLLECT] = "collect",
    [SCOPE_OBSERVE] = "observe",
    [SCOPE_UPLOADS] = "uploads",
    [SCOPE_DECIDE] = "decide",
    [SCOPE_CONSENTS] = "consents",
    [SCOPE_DELIVERIES] = "deliveries",
    [SCOPE_INBOX] = "inbox",
    [SCOPE_LISTS] = "lists",
    [SCOPE_MAIL_EVENTS] = "mail_events",
    [SCOPE_EVENTS] = "events",
};

const char *scope_name(enum scope s)
{
    must((unsigned)s < SCOPES);
    return names[s];
}

static bool find(struct text name, uint32_t *out_set)
{
    for (unsigned i = SCOPE_NONE + 1; i < SCOPES; i++)
        if (text_equal(text_of(names[i]), name)) {
            *out_set |= 1u << i;
            return true;
        }
    return false;
}

bool scopes_parse(struct text rest, uint32_t *out_set, struct text *out_unknown)
{
    struct text one;

    *out_set = 0;
    while (text_cut(&rest, ' ', &one)) {
        *out_unknown = one;
        if (!find(one, out_set))
            return false;
    }
    return true;
}

bool scopes_hold(uint32_t set, enum scope s)
{
    return set >> s & 1;
}
