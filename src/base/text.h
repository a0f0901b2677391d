/* Text: a pointer and a length, passed by value; not ended by NUL, may hold any byte.
 * Draft: builds text up to a size chosen at the start and remembers overflow, so that one check at the end is enough.
 * Whoever made the bytes owns them; a text only looks at them. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *at;
    size_t length;
};

#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
/* For printf: printf("%.*s", TEXT_ARGS(t)) */
#define TEXT_ARGS(t) (int)((t).length > 1u << 20 ? 1u << 20 : (t).length), ((t).at ? (t).at : "")

struct text text_of(const char *ended_by_nul); /* NULL gives the empty text */
struct text text_of_bytes(const void *at, size_t length);
bool text_equal(struct text a, struct text b);
bool text_equal_ascii_case(struct text a, struct text b); /* A-Z and a-z are equal, nothing else */
int text_compare(struct text a, struct text b);           /* by bytes, like memcmp */
bool text_starts(struct text t, struct text prefix);
bool text_ends(struct text t, struct text suffix);
struct text text_from(struct text t, size_t offset);      /* what follows offset; empty past the end */
struct text text_first(struct text t, size_t length);
struct text text_trim(struct text t);                     /* without spaces, tabs, CR, LF at both ends */
bool text_find(struct text t, struct text part, size_t *out_offset);
/* Cuts `*rest` at the first `separator`: returns what stands before it, leaves what follows. False when nothing is left. */
bool text_cut(struct text *rest, char separator, struct text *out_part);
bool text_has_word(struct text words, struct text one); /* in a list with single spaces between */
bool text_to_u64(struct text t, uint64_t *out_value);     /* decimal digits only, no sign, no overflow */
bool text_is_utf8(struct text t);                         /* strict: no overlong forms, no surrogates, no NUL */
size_t text_utf8_length(struct text t);                   /* code points */
/* Cuts the first code point off; false when nothing is left. A byte that is not UTF-8 is U+FFFD. */
bool text_cut_point(struct text *rest, uint32_t *out_point);
bool byte_is_letter(char c); /* A-Z, a-z */
bool byte_is_digit(char c);  /* 0-9 */
/* Whether it is written without spaces between words: Chinese characters, kana, Hangul, and their full-width forms. */
bool point_is_wide(uint32_t point);

/* Length of the edit path between two short texts (insert, delete, replace), for "did you mean"; at most 64 bytes count. */
size_t text_distance(struct text a, struct text b);

struct draft {
    char *at;
    size_t length, size;
    bool overflow;
};

/* Builds into memory of the caller. */
struct draft draft_in(char *memory, size_t size);
void draft_add(struct draft *d, struct text t);
void draft_byte(struct draft *d, char byte);
void draft_addf(struct draft *d, const char *format, ...) PRINTF_LIKE(2, 3);
void draft_number(struct draft *d, uint64_t number);
void draft_hex(struct draft *d, const uint8_t *bytes, size_t length);
void draft_base64(struct draft *d, const uint8_t *bytes, size_t length); /* standard alphabet with padding */
void draft_base64url(struct draft *d, const uint8_t *bytes, size_t length); /* RFC 4648 section 5, no padding */
struct text draft_text(const struct draft *d);
/* For a terminal: words from column `indent` on, where the line stands already, broken between words (a longer word anywhere) before column
 * `width`; ends the line. Characters of East Asia count two columns. */
void draft_wrapped(struct draft *d, struct text words, int indent, int width);

/* Decoders write at most `size` bytes and insist on the canonical form. False: not that encoding, or too long. */
bool text_unhex(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length);
bool text_unbase64(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length);
bool text_unbase64url(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length);

#endif
