#include "base/json.h"

#include <inttypes.h>

struct json json_in(struct draft *out)
{
    return (struct json){ .out = out };
}

struct json json_in_lines(struct draft *out)
{
    return (struct json){ .out = out, .lines = true };
}

static void new_line(struct json *j)
{
    if (!j->lines || j->out->length == 0)
        return;
    draft_byte(j->out, '\n');
    for (int i = 0; i < j->depth; i++)
        draft_add(j->out, TEXT("  "));
}

static void escape(struct draft *d, struct text t)
{
    static const char hex[] = "0123456789abcdef";

    draft_byte(d, '"');
    for (size_t i = 0; i < t.length;) {
        unsigned char c = (unsigned char)t.at[i];
        size_t step = 1;
        if (c == '"' || c == '\\') {
            draft_byte(d, '\\');
            draft_byte(d, (char)c);
        } else if (c < 0x20) {
            draft_add(d, TEXT("\\u00"));
            draft_byte(d, hex[c >> 4]);
            draft_byte(d, hex[c & 15]);
        } else if (c < 0x80) {
            draft_byte(d, (char)c);
        } else {
            step = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
            struct text point = text_first(text_from(t, i), step);
            if (point.length < step || !text_is_utf8(point)) {
                step = 1;
                point = TEXT("\xEF\xBF\xBD");
            }
            draft_add(d, point);
        }
        i += step;
    }
    draft_byte(d, '"');
}

static void begin_element(struct json *j)
{
    if (j->comma)
        draft_byte(j->out, ',');
    j->comma = true;
    new_line(j);
}

static void begin_member(struct json *j, struct text key)
{
    begin_element(j);
    escape(j->out, key);
    draft_add(j->out, j->lines ? TEXT(": ") : TEXT(":"));
}

static void begin(struct json *j, const char *key)
{
    if (key)
        begin_member(j, text_of(key));
    else
        begin_element(j);
}

static void open_level(struct json *j, const char *key, char bracket)
{
    begin(j, key);
    draft_byte(j->out, bracket);
    j->comma = false;
    j->depth++;
}

static void close_level(struct json *j, char bracket)
{
    j->depth--;
    if (j->comma)
        new_line(j);
    draft_byte(j->out, bracket);
    j->comma = true;
}

void json_open_object(struct json *j, const char *key)
{
    open_level(j, key, '{');
}

void json_close_object(struct json *j)
{
    close_level(j, '}');
}

void json_open_list(struct json *j, const char *key)
{
    open_level(j, key, '[');
}

void json_close_list(struct json *j)
{
    close_level(j, ']');
}

void json_text(struct json *j, const char *key, struct text value)
{
    begin(j, key);
    escape(j->out, value);
}

void json_member(struct json *j, struct text key, struct text value)
{
    begin_member(j, key);
    escape(j->out, value);
}

void json_number(struct json *j, const char *key, int64_t value)
{
    begin(j, key);
    draft_addf(j->out, "%" PRId64, value);
}

void json_bool(struct json *j, const char *key, bool value)
{
    begin(j, key);
    draft_add(j->out, value ? TEXT("true") : TEXT("false"));
}

void json_instant(struct json *j, const char *key, struct instant at)
{
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    draft_instant(&d, at);
    json_text(j, key, draft_text(&d));
}

void json_nothing(struct json *j, const char *key)
{
    begin(j, key);
    draft_add(j->out, TEXT("null"));
}
