#include "page/error_page.h"

#include "page/reader.h"
#include "page/words.h"

struct error_words {
    int status;
    enum message what, why, how;
};

#define WORDS(status) { status, MSG_PAGE_ERROR_##status, MSG_PAGE_ERROR_##status##_WHY, MSG_PAGE_ERROR_##status##_HOW }
static const struct error_words errors[] = {
    WORDS(400), WORDS(403), WORDS(404), WORDS(405), WORDS(410), WORDS(413), WORDS(421), WORDS(422), WORDS(429), WORDS(500), WORDS(503),
};
#undef WORDS

static const struct error_words *words_of(int status)
{
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        if (errors[i].status == status)
            return &errors[i];
    return words_of(status < 500 ? 400 : 500);
}

static int best_language(const struct policy *policy, struct text accept_language)
{
    struct text ours[LANGUAGES];

    if (policy)
        return language_choose(accept_language, policy->languages, policy->language_count, policy->authoritative);
    for (int i = 0; i < LANGUAGES; i++)
        ours[i] = text_of(language_tag((enum language)i));
    return language_choose(accept_language, ours, LANGUAGES, LANGUAGE_EN);
}

bool error_page_render(struct work *w, const struct policy *policy, const struct site *site, struct text accept_language, int status,
                       struct html *out_html)
{
    const struct reader r = { site, policy, best_language(policy, accept_language) };
    const struct error_words *words = words_of(status);
    enum language language = reader_words(&r);
    struct page_error page = { .what = message_text(language, words->what), .why = message_text(language, words->why),
                               .how = message_text(language, words->how) };
    struct frame frame = { .title = page.what, .personal = true, .one_language = true };

    TRY(words_number(w, (uint64_t)status, &page.status));
    TRY(frame_fill(w, &r, &frame, &page.top, &page.bottom));
    return page_error_render(w, language, &page, out_html);
}
