#include "mail/address.h"

#include <string.h>

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_atext(char c)
{
    return is_alphanumeric(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_atom(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!is_atext(t.at[i]))
            return false;
    return t.length > 0;
}

/* RFC 1123: a label begins and ends with a letter or digit. */
static bool is_label(struct text t)
{
    if (t.length == 0 || t.length > ADDRESS_LABEL_MAX || !is_alphanumeric(t.at[0]) || !is_alphanumeric(t.at[t.length - 1]))
        return false;
    for (size_t i = 0; i < t.length; i++)
        if (!is_alphanumeric(t.at[i]) && t.at[i] != '-')
            return false;
    return true;
}

static bool all_parts(struct text t, bool (*good)(struct text part))
{
    struct text part;

    if (t.length == 0 || t.at[t.length - 1] == '.')
        return false;
    while (text_cut(&t, '.', &part))
        if (!good(part))
            return false;
    return true;
}

bool address_parse(struct text t, struct address *out_address)
{
    struct text rest = t, local;

    if (t.length > ADDRESS_MAX || !text_cut(&rest, '@', &local) || rest.length == 0)
        return false;
    if (local.length > ADDRESS_LOCAL_MAX || !all_parts(local, is_atom) || !all_parts(rest, is_label))
        return false;
    *out_address = (struct address){ .spec = t, .local = local, .domain = rest };
    return true;
}
