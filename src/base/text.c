#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text text_of(const char *ended_by_nul)
{
    return ended_by_nul ? (struct text){ ended_by_nul, strlen(ended_by_nul) } : (struct text){ "", 0 };
}

struct text text_of_bytes(const void *at, size_t length)
{
    return (struct text){ at, length };
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_ascii_case(struct text a, struct text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;

    if (order != 0)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

bool text_starts(struct text t, struct text prefix)
{
    return t.length >= prefix.length && text_equal(text_first(t, prefix.length), prefix);
}

bool text_ends(struct text t, struct text suffix)
{
    return t.length >= suffix.length && text_equal(text_from(t, t.length - suffix.length), suffix);
}

struct text text_from(struct text t, size_t offset)
{
    return offset >= t.length ? (struct text){ "", 0 } : (struct text){ t.at + offset, t.length - offset };
}

struct text text_first(struct text t, size_t length)
{
    return (struct text){ t.at, length < t.length ? length : t.length };
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text t)
{
    while (t.length && is_space(t.at[0]))
        t = text_from(t, 1);
    while (t.length && is_space(t.at[t.length - 1]))
        t.length--;
    return t;
}

bool text_find(struct text t, struct text part, size_t *out_offset)
{
    const char *found;

    if (part.length == 0 || t.length < part.length)
        return false;
    found = memmem(t.at, t.length, part.at, part.length);
    if (!found)
        return false;
    *out_offset = (size_t)(found - t.at);
    return true;
}

bool text_cut(struct text *rest, char separator, struct text *out_part)
{
    const char *found;

    if (rest->length == 0)
        return false;
    found = memchr(rest->at, separator, rest->length);
    *out_part = found ? text_first(*rest, (size_t)(found - rest->at)) : *rest;
    *rest = text_from(*rest, out_part->length + 1);
    return true;
}

bool text_has_word(struct text words, struct text one)
{
    struct text word;

    while (text_cut(&words, ' ', &word))
        if (text_equal(word, one))
            return true;
    return false;
}

bool text_to_u64(struct text t, uint64_t *out_value)
{
    uint64_t value = 0;

    if (t.length == 0)
        return false;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10u, &value) || __builtin_add_overflow(value, (uint64_t)(t.at[i] - '0'), &value))
            return false;
    }
    *out_value = value;
    return true;
}

/* Length of the code point that starts at `at`, 0 when it is not well formed (Unicode 15, table 3-7). */
static size_t utf8_point(const unsigned char *at, size_t left)
{
    unsigned char lead = at[0], low = 0x80, high = 0xBF;
    size_t length;

    if (lead < 0x80)
        return lead != 0;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    if (lead == 0xE0)
        low = 0xA0;
    if (lead == 0xED)
        high = 0x9F;
    if (lead == 0xF0)
        low = 0x90;
    if (lead == 0xF4)
        high = 0x8F;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

bool text_is_utf8(struct text t)
{
    for (size_t i = 0; i < t.length;) {
        size_t length = utf8_point((const unsigned char *)t.at + i, t.length - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

bool text_cut_point(struct text *rest, uint32_t *out_point)
{
    static const uint32_t masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    const unsigned char *at = (const unsigned char *)rest->at;
    size_t length;
    uint32_t point;

    if (rest->length == 0)
        return false;
    length = utf8_point(at, rest->length);
    point = at[0] & masks[length];
    for (size_t i = 1; i < length; i++)
        point = point << 6 | (at[i] & 0x3F);
    *out_point = length ? point : 0xFFFD;
    *rest = text_from(*rest, length ? length : 1);
    return true;
}

bool byte_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool byte_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool point_is_wide(uint32_t point)
{
    static const struct { uint32_t first, last; } wide[] = {
        { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFF00, 0xFF60 }, { 0x20000, 0x3FFFD },
    };

    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (point >= wide[i].first && point <= wide[i].last)
            return true;
    return false;
}

size_t text_utf8_length(struct text t)
{
    size_t points = 0;

    for (size_t i = 0; i < t.length; i++)
        points += ((unsigned char)t.at[i] & 0xC0) != 0x80;
    return points;
}

size_t text_distance(struct text a, struct text b)
{
    size_t row[65];

    a = text_first(a, 64);
    b = text_first(b, 64);
    for (size_t j = 0; j <= b.length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t replace = diagonal + (a.at[i - 1] != b.at[j - 1]);
            size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            diagonal = row[j];
            row[j] = replace < least ? replace : least;
        }
    }
    return row[b.length];
}

struct draft draft_in(char *memory, size_t size)
{
    return (struct draft){ .at = memory, .size = size };
}

void draft_add(struct draft *d, struct text t)
{
    if (t.length > d->size - d->length) {
        d->overflow = true;
        return;
    }
    if (t.length)
        memcpy(d->at + d->length, t.at, t.length);
    d->length += t.length;
}

void draft_byte(struct draft *d, char byte)
{
    draft_add(d, (struct text){ &byte, 1 });
}

void draft_addf(struct draft *d, const char *format, ...)
{
    size_t left = d->size - d->length;
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(d->at + d->length, left, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= left) /* vsnprintf needs room for its NUL as well */
        d->overflow = true;
    else
        d->length += (size_t)length;
}

void draft_number(struct draft *d, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    draft_add(d, (struct text){ digits + at, sizeof digits - at });
}

void draft_hex(struct draft *d, const uint8_t *bytes, size_t length)
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        draft_byte(d, digit[bytes[i] >> 4]);
        draft_byte(d, digit[bytes[i] & 15]);
    }
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char alphabet_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void add_base64(struct draft *d, const uint8_t *bytes, size_t length, const char *digit, bool padded)
{
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
        draft_byte(d, digit[group >> 18]);
        draft_byte(d, digit[group >> 12 & 63]);
        if (left > 1)
            draft_byte(d, digit[group >> 6 & 63]);
        if (left > 2)
            draft_byte(d, digit[group & 63]);
        for (size_t k = left; padded && k < 3; k++)
            draft_byte(d, '=');
    }
}

void draft_base64(struct draft *d, const uint8_t *bytes, size_t length)
{
    add_base64(d, bytes, length, alphabet, true);
}

void draft_base64url(struct draft *d, const uint8_t *bytes, size_t length)
{
    add_base64(d, bytes, length, alphabet_url, false);
}

struct text draft_text(const struct draft *d)
{
    return (struct text){ d->at, d->length };
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_unhex(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length)
{
    if (t.length % 2 || t.length / 2 > size)
        return false;
    for (size_t i = 0; i < t.length / 2; i++) {
        int high = hex_digit(t.at[2 * i]), low = hex_digit(t.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out_bytes[i] = (uint8_t)(high << 4 | low);
    }
    *out_length = t.length / 2;
    return true;
}

static bool from_base64(struct text t, const char *digits, uint8_t *out_bytes, size_t size, size_t *out_length)
{
    size_t length = 0;
    uint32_t bits = 0;
    int held = 0;

    if (t.length % 4 == 1)
        return false;
    for (size_t i = 0; i < t.length; i++) {
        const char *digit = t.at[i] ? strchr(digits, t.at[i]) : NULL;
        if (!digit)
            return false;
        bits = bits << 6 | (uint32_t)(digit - digits);
        held += 6;
        if (held < 8)
            continue;
        if (length == size)
            return false;
        held -= 8;
        out_bytes[length++] = (uint8_t)(bits >> held);
        bits &= (1u << held) - 1;
    }
    *out_length = length;
    return bits == 0; /* left-over bits must be zero, or one value would have many spellings */
}

bool text_unbase64url(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length)
{
    return from_base64(t, alphabet_url, out_bytes, size, out_length);
}

bool text_unbase64(struct text t, uint8_t *out_bytes, size_t size, size_t *out_length)
{
    if (t.length % 4)
        return false;
    for (int pads = 0; pads < 2 && t.length && t.at[t.length - 1] == '='; pads++)
        t.length--;
    return from_base64(t, alphabet, out_bytes, size, out_length);
}
