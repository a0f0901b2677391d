#include "base/zone.h"

#include "base/zone_rule.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ZONE_FILE_MAX = 32 * 1024, TRANSITIONS_MAX = 4096, TYPES_MAX = 256 };

#define ZONE_FOLDER "/usr/share/zoneinfo/"

struct zone {
    int count;               /* transitions, ascending */
    const int64_t *at;       /* seconds since 1970 UTC */
    const int32_t *offset;   /* from then on */
    int32_t first_offset;    /* before the first */
    bool has_rule;           /* after the last */
    struct zone_rule rule;
};

static const struct zone utc = { .count = 0 };
const struct zone *const zone_utc = &utc;

static int64_t big_endian(const char *at, size_t size)
{
    uint64_t value = 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | (unsigned char)at[i];
    return size == 4 ? (int32_t)value : (int64_t)value;
}

/* The six counts of a TZif header, in the order of the file. */
struct header {
    int64_t universal, standard, leaps, transitions, types, letters;
};

static bool read_header(struct text *rest, struct header *out_header, char *out_version)
{
    int64_t *const counts[] = { &out_header->universal, &out_header->standard, &out_header->leaps, &out_header->transitions, &out_header->types,
        &out_header->letters };

    if (rest->length < 44 || !text_starts(*rest, TEXT("TZif")))
        return false;
    *out_version = rest->at[4];
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        *counts[i] = big_endian(rest->at + 20 + 4 * i, 4);
        if (*counts[i] < 0 || *counts[i] > TRANSITIONS_MAX)
            return false;
    }
    *rest = text_from(*rest, 44);
    return true;
}

static size_t block_size(const struct header *h, int64_t time_size)
{
    return (size_t)(h->transitions * (time_size + 1) + h->types * 6 + h->letters + h->leaps * (time_size + 4) + h->standard + h->universal);
}

static bool read_types(const char *types, const struct header *h, int32_t *out_offsets)
{
    for (int64_t i = 0; i < h->types; i++) {
        out_offsets[i] = (int32_t)big_endian(types + 6 * i, 4);
        if (out_offsets[i] < -26 * 3600 || out_offsets[i] > 26 * 3600)
            return false;
    }
    return true;
}

static bool read_transitions(struct work *w, struct text block, const struct header *h, struct zone *z)
{
    const char *indexes = block.at + h->transitions * 8, *types = indexes + h->transitions;
    int64_t *at = WORK_NEW(w, int64_t, (size_t)h->transitions);
    int32_t *offset = WORK_NEW(w, int32_t, (size_t)h->transitions), offsets[TYPES_MAX];

    if (!at || !offset)
        return false;
    if (!read_types(types, h, offsets))
        FAIL(w, ERR_TAMPERED, "the time zone file has an offset of more than a day");
    for (int64_t i = 0; i < h->transitions; i++) {
        unsigned char type = (unsigned char)indexes[i];
        at[i] = big_endian(block.at + 8 * i, 8);
        if (type >= h->types || (i && at[i] <= at[i - 1]))
            FAIL(w, ERR_TAMPERED, "the transitions of the time zone file are not in order");
        offset[i] = offsets[type];
    }
    z->count = (int)h->transitions;
    z->at = at;
    z->offset = offset;
    z->first_offset = offsets[0];
    return true;
}

static bool read_footer(struct work *w, struct text footer, struct zone *z)
{
    size_t length;

    if (!text_starts(footer, TEXT("\n")) || !text_find(text_from(footer, 1), TEXT("\n"), &length))
        FAIL(w, ERR_TAMPERED, "the time zone file has no footer");
    if (length == 0)
        return true; /* no rule: the last offset stays */
    if (!zone_rule_parse(text_first(text_from(footer, 1), length), &z->rule))
        FAIL(w, ERR_TAMPERED, "the time zone file's footer is not a rule");
    z->has_rule = true;
    return true;
}

bool zone_parse(struct work *w, struct text bytes, const struct zone **out_zone)
{
    struct zone *z = WORK_NEW(w, struct zone, 1);
    struct text rest = bytes;
    struct header h;
    char version;

    if (!z)
        return false;
    if (!read_header(&rest, &h, &version) || version < '2' || rest.length < block_size(&h, 4))
        FAIL(w, ERR_TAMPERED, "the time zone file is not TZif of version 2 or later");
    rest = text_from(rest, block_size(&h, 4));
    if (!read_header(&rest, &h, &version) || rest.length < block_size(&h, 8) || h.types < 1 || h.types > TYPES_MAX)
        FAIL(w, ERR_TAMPERED, "the time zone file is cut off");
    if (h.leaps)
        FAIL(w, ERR_UNSUPPORTED, "the time zone file counts leap seconds");
    TRY(read_transitions(w, rest, &h, z));
    TRY(read_footer(w, text_from(rest, block_size(&h, 8)), z));
    *out_zone = z;
    return true;
}

static bool is_zone_name(struct text name)
{
    if (name.length == 0 || name.length > 64 || name.at[0] == '/' || name.at[0] == '.' || name.at[0] == '-')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && c != '_' && c != '+' && c != '-' && c != '/')
            return false; /* no dot, hence no way up */
    }
    return true;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

bool zone_load(struct work *w, struct text name, const struct zone **out_zone)
{
    char path[sizeof ZONE_FOLDER + 64];
    char *bytes;
    size_t length = 0;
    ssize_t got;

    if (!is_zone_name(name))
        FAIL(w, ERR_INVALID, "this is not the name of a time zone");
    snprintf(path, sizeof path, "%s%.*s", ZONE_FOLDER, TEXT_ARGS(name));
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        FAIL(w, ERR_NOT_FOUND, "the system knows no time zone %.*s", TEXT_ARGS(name));
    if (file < 0)
        FAIL(w, ERR_IO, "%s: %m", path);
    bytes = WORK_NEW(w, char, ZONE_FILE_MAX);
    if (!bytes)
        return false;
    while (length < ZONE_FILE_MAX && (got = read(file, bytes + length, ZONE_FILE_MAX - length)) > 0)
        length += (size_t)got;
    if (length == 0)
        FAIL(w, ERR_NOT_FOUND, "the system knows no time zone %.*s", TEXT_ARGS(name));
    return zone_parse(w, text_of_bytes(bytes, length), out_zone);
}

/* Years 1 to 9999: beyond, calendars mean nothing and numbers overflow. */
static int64_t seconds_of(struct instant at)
{
    int64_t seconds = at.ms / 1000 - (at.ms % 1000 < 0);

    if (seconds < -62135596800)
        return -62135596800;
    return seconds > 253402300799 ? 253402300799 : seconds;
}

/* Offset at a moment, and the next moment at which it may change. */
static int32_t offset_at(const struct zone *z, int64_t at, int64_t *out_next)
{
    int low = 0, high = z->count;

    while (low < high) { /* transitions that have come */
        int middle = (low + high) / 2;
        if (z->at[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == z->count && z->has_rule)
        return zone_rule_at(&z->rule, at, out_next);
    *out_next = low < z->count ? z->at[low] : INT64_MAX;
    return low ? z->offset[low - 1] : z->first_offset;
}

int32_t zone_offset(const struct zone *z, struct instant at)
{
    int64_t next;

    return offset_at(z, seconds_of(at), &next);
}

struct day zone_day_of(const struct zone *z, struct instant at)
{
    int64_t local = seconds_of(at) + zone_offset(z, at);

    return (struct day){ (int32_t)(local / 86400 - (local % 86400 < 0)) };
}

/* Walks the stretches of equal offset around the day; the first in which the wall shows 00:00 of the day or later has it. */
struct instant zone_instant_of(const struct zone *z, struct day day)
{
    int64_t midnight, from, next, begins;

    if (day.number < -719162 + 2) /* years 1 to 9999, as above */
        day.number = -719162 + 2;
    if (day.number > 2932896 - 2)
        day.number = 2932896 - 2;
    midnight = (int64_t)day.number * 86400;
    from = midnight - 28 * 3600;
    for (int stretch = 0; stretch < 64; stretch++) {
        int32_t offset = offset_at(z, from, &next);
        begins = midnight - offset > from ? midnight - offset : from;
        if (begins < next)
            return (struct instant){ begins * 1000 };
        from = next;
    }
    return (struct instant){ (midnight - offset_at(z, midnight, &next)) * 1000 };
}
