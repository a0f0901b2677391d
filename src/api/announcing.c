#include "api/announcing.h"

#include "page/announcement.h"
#include "policy/announced.h"

enum { COMING_MAX = 16 };

static bool announce_in(struct work *w, int64_t number, const struct version *base, int language, const struct version_line *coming, size_t count)
{
    const struct reader reader = { .site = w->site, .policy = &base->policy, .language = language };
    const struct document *page = version_document(base, DOCUMENT_POLICY, language);
    struct document announced;

    if (!page)
        return true;
    TRY(announced_page(w, &reader, page, coming, count, &announced));
    return announced_add(w, number, base->number, &announced);
}

static bool announce_on(struct work *w, int64_t number, int64_t base, const struct version_line *coming, size_t count)
{
    struct version *version = WORK_NEW(w, struct version, 1);

    if (!version)
        return false;
    TRY(version_load(w, base, version));
    for (int language = 0; language < version->policy.language_count; language++)
        TRY(announce_in(w, number, version, language, coming, count));
    return true;
}

bool announce(struct work *w, const struct version_line *lines, size_t count)
{
    struct version_line coming[COMING_MAX];
    size_t coming_count = version_lines_coming(lines, count, w->now, coming, COMING_MAX);
    const struct version_line *now = version_line_at(lines, count, w->now);

    if (coming_count == COMING_MAX)
        FAIL(w, ERR_LIMIT, "more than %d versions are announced", COMING_MAX - 1);
    for (size_t i = 0; i < coming_count; i++) {
        int64_t base = i ? coming[i - 1].number : now ? now->number : 0;
        if (base)
            TRY(announce_on(w, lines[0].number, base, coming + i, coming_count - i));
    }
    return true;
}
