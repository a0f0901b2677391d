#include "net/response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int status;
    const char *name;
} status_names[] = {
    { 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 301, "Moved Permanently" }, { 302, "Found" },
    { 303, "See Other" }, { 304, "Not Modified" }, { 307, "Temporary Redirect" }, { 308, "Permanent Redirect" }, { 400, "Bad Request" },
    { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" }, { 406, "Not Acceptable" },
    { 408, "Request Timeout" }, { 409, "Conflict" }, { 410, "Gone" }, { 411, "Length Required" }, { 412, "Precondition Failed" },
    { 413, "Content Too Large" }, { 414, "URI Too Long" }, { 415, "Unsupported Media Type" }, { 417, "Expectation Failed" },
    { 421, "Misdirected Request" }, { 422, "Unprocessable Content" }, { 428, "Precondition Required" }, { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" }, { 451, "Unavailable For Legal Reasons" }, { 500, "Internal Server Error" },
    { 501, "Not Implemented" }, { 502, "Bad Gateway" }, { 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
    { 505, "HTTP Version Not Supported" }, { 507, "Insufficient Storage" },
};

/* On every response, whatever it is. */
static const char security_fields[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

static const char *const cache_fields[] = {
    [HTTP_NO_STORE] = "Cache-Control: no-store\r\n",
    [HTTP_REVALIDATE] = "Cache-Control: no-cache\r\n",
    [HTTP_SHORT] = "Cache-Control: public, max-age=300\r\n",
    [HTTP_IMMUTABLE] = "Cache-Control: public, max-age=31536000, immutable\r\n",
};

/* Types that exist in a compressed form: caches must keep the forms apart. */
static const struct text compressible[] = {
    TEXT("text/"), TEXT("application/json"), TEXT("application/problem+json"), TEXT("application/javascript"), TEXT("image/svg+xml"),
};

/* The frame of a message is ours alone: a route that could set these could break it in two. */
static const struct text frame_fields[] = {
    TEXT("content-length"), TEXT("transfer-encoding"), TEXT("connection"), TEXT("keep-alive"), TEXT("upgrade"), TEXT("trailer"), TEXT("date"),
};

enum { HEAD_FIXED_MAX = 1024 };

static const char *status_name(int status)
{
    for (size_t i = 0; i < COUNT_OF(status_names); i++)
        if (status_names[i].status == status)
            return status_names[i].name;
    return "Unknown";
}

static bool value_is_clean(struct text value)
{
    for (size_t i = 0; i < value.length; i++)
        if (((unsigned char)value.at[i] < 0x20 && value.at[i] != '\t') || value.at[i] == 0x7f)
            return false;
    return true;
}

static bool name_is_clean(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    for (size_t i = 0; i < COUNT_OF(frame_fields); i++)
        if (text_equal_ascii_case(name, frame_fields[i]))
            return false;
    return name.length > 0;
}

/* A value that could begin a new line is a mistake of ours: loud where it can be mended, silent where people are served. */
static void add_field(struct draft *d, struct text name, struct text value)
{
    bool clean = name_is_clean(name) && value_is_clean(value);

#ifdef PRIVACYD_TEETH
    must(clean);
#endif
    if (!clean)
        return;
    draft_add(d, name);
    draft_add(d, TEXT(": "));
    draft_add(d, value);
    draft_add(d, TEXT("\r\n"));
}

static bool has_body(int status)
{
    return status != 204 && status != 304;
}

static bool varies(const struct http_response *r)
{
    if (r->content_encoding.length)
        return true;
    for (size_t i = 0; i < COUNT_OF(compressible); i++)
        if (text_starts(r->content_type, compressible[i]))
            return true;
    return false;
}

static void write_status(struct draft *d, int status)
{
    must(status >= 200 && status <= 599);
    draft_add(d, TEXT("HTTP/1.1 "));
    draft_number(d, (uint64_t)status);
    draft_byte(d, ' ');
    draft_add(d, text_of(status_name(status)));
    draft_add(d, TEXT("\r\n"));
}

static void write_content(struct draft *d, const struct http_response *r)
{
    if (r->content_type.length)
        add_field(d, TEXT("Content-Type"), r->content_type);
    if (r->content_encoding.length)
        add_field(d, TEXT("Content-Encoding"), r->content_encoding);
    if (varies(r))
        draft_add(d, TEXT("Vary: Accept-Encoding\r\n"));
    if (!has_body(r->status))
        return;
    draft_add(d, TEXT("Content-Length: "));
    draft_number(d, r->body.length);
    draft_add(d, TEXT("\r\n"));
}

static void write_head(struct draft *d, const struct http_response *r, struct response_frame frame)
{
    write_status(d, r->status);
    if (frame.date[0])
        draft_addf(d, "Date: %s\r\n", frame.date);
    write_content(d, r);
    draft_add(d, text_of_bytes(security_fields, sizeof security_fields - 1));
    draft_add(d, text_of(cache_fields[r->cache]));
    if (r->location.length)
        add_field(d, TEXT("Location"), r->location);
    for (int i = 0; i < r->header_count; i++)
        add_field(d, r->headers[i].name, r->headers[i].value);
    if (frame.secure)
        draft_add(d, TEXT("Strict-Transport-Security: max-age=31536000\r\n"));
    if (frame.close)
        draft_add(d, TEXT("Connection: close\r\n"));
    draft_add(d, TEXT("\r\n"));
}

static size_t size_of(const struct http_response *r)
{
    size_t size = HEAD_FIXED_MAX + r->content_type.length + r->content_encoding.length + r->location.length + r->body.length;

    for (int i = 0; i < r->header_count; i++)
        size += r->headers[i].name.length + r->headers[i].value.length + 4;
    return size;
}

bool response_write(const struct http_response *r, struct response_frame frame, struct response_bytes *out_bytes)
{
    size_t size = size_of(r);
    char *memory = r->body.length <= RESPONSE_BODY_MAX ? malloc(size) : NULL;
    struct draft d = draft_in(memory, size);

    if (!memory)
        return false;
    must(r->body.length == 0 || r->content_type.length > 0);
    write_head(&d, r, frame);
    if (!frame.head_only && has_body(r->status))
        draft_add(&d, r->body);
    must(!d.overflow);
    *out_bytes = (struct response_bytes){ memory, d.length };
    return true;
}

bool response_refusal(int status, const char *reason, struct response_frame frame, struct response_bytes *out_bytes)
{
    struct http_response r = { .status = status, .content_type = TEXT("text/plain; charset=utf-8") };
    char memory[512];
    struct draft body = draft_in(memory, sizeof memory);

    draft_addf(&body, "%d %s\n%s\n", status, status_name(status), reason);
    r.body = draft_text(&body);
    if (status == 405 || status == 501)
        http_header_add(&r, TEXT("Allow"), TEXT("GET, HEAD, POST"));
    frame.close = true;
    return response_write(&r, frame, out_bytes);
}

void response_destroy(struct response_bytes *b)
{
    if (b->at) {
        explicit_bzero(b->at, b->length);
        free(b->at);
    }
    *b = (struct response_bytes){ NULL, 0 };
}

void response_date(struct instant at, char out_date[RESPONSE_DATE_MAX])
{
    static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct day day = instant_day_utc(at);
    struct civil c = civil_of_day(day);
    int second = (int)((at.ms - instant_of_day_utc(day).ms) / 1000);
    struct draft d = draft_in(out_date, RESPONSE_DATE_MAX - 1);

    draft_addf(&d, "%s, %02d %s %04d %02d:%02d:%02d", days[((day.number + 4) % 7 + 7) % 7], c.day, months[c.month - 1], c.year, second / 3600,
        second / 60 % 60, second % 60);
    draft_add(&d, TEXT(" GMT"));
    out_date[d.overflow ? 0 : d.length] = '\0'; /* years past 9999 have no such form */
}
