#include "net/http.h"

bool http_header_find(const struct http_request *r, struct text name, struct text *out_value)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (text_equal_ascii_case(r->headers[i].name, name)) {
            *out_value = r->headers[i].value;
            return true;
        }
    return false;
}

struct text http_content_type(const struct http_request *r)
{
    struct text value, type;

    if (!http_header_find(r, TEXT("content-type"), &value) || !text_cut(&value, ';', &type))
        return TEXT("");
    return text_trim(type);
}

/* "q=0", "q=0.0" ...: the client says that it does not want it (RFC 9110, section 12.4.2). */
static bool weight_is_zero(struct text parameters)
{
    struct text one;

    while (text_cut(&parameters, ';', &one)) {
        one = text_trim(one);
        if (!text_starts(one, TEXT("q=0")) && !text_starts(one, TEXT("Q=0")))
            continue;
        for (size_t i = 2; i < one.length; i++)
            if (one.at[i] != '0' && one.at[i] != '.')
                return false;
        return true;
    }
    return false;
}

static bool list_accepts(struct text list, struct text coding, bool *inout_any)
{
    struct text item, name;

    while (text_cut(&list, ',', &item)) {
        if (!text_cut(&item, ';', &name))
            continue;
        name = text_trim(name);
        if (text_equal(name, TEXT("*")))
            *inout_any = !weight_is_zero(item);
        if (text_equal_ascii_case(name, coding)) {
            *inout_any = !weight_is_zero(item);
            return true;
        }
    }
    return false;
}

bool http_accepts_encoding(const struct http_request *r, struct text coding)
{
    bool accepts = false;

    for (size_t i = 0; i < r->header_count; i++)
        if (text_equal_ascii_case(r->headers[i].name, TEXT("accept-encoding")) && list_accepts(r->headers[i].value, coding, &accepts))
            break;
    return accepts;
}

void http_header_add(struct http_response *r, struct text name, struct text value)
{
    must(r->header_count < HTTP_RESPONSE_HEADERS_MAX);
    r->headers[r->header_count++] = (struct http_header){ name, value };
}
