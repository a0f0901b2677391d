/* Writes JSON (RFC 8259) into a draft: commas and escapes are kept right, nesting is the caller's. Reading is left to jansson at the edges.
 * Text that is not UTF-8 is written with U+FFFD in place of the bad bytes. No name here may be one of jansson: the program exports both. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/instant.h"

struct json {
    struct draft *out;
    bool comma; /* a value stands before on this level */
    bool lines; /* one value a line, for people */
    int depth;
};

struct json json_in(struct draft *out);
struct json json_in_lines(struct draft *out);
/* A key of NULL opens or writes an element of a list, else a member of an object. */
void json_open_object(struct json *j, const char *key);
void json_close_object(struct json *j);
void json_open_list(struct json *j, const char *key);
void json_close_list(struct json *j);
void json_text(struct json *j, const char *key, struct text value);
void json_member(struct json *j, struct text key, struct text value); /* a key that is not known when it is written */
void json_number(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_instant(struct json *j, const char *key, struct instant at); /* "2026-03-01T12:00:00Z" */
void json_nothing(struct json *j, const char *key);

#endif
