/* Appendices: what is otherwise in one region. */
#include "policy/diff_inside.h"

static const struct appendix *appendix_of(const struct policy *p, struct text code)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if (text_equal(p->regions[p->appendices[i].region].code, code))
            return &p->appendices[i];
    return NULL;
}

/* One appendix in both policies. */
struct pair {
    const struct appendix *was, *is;
    struct text code;
    uint64_t bit;
};

#define OF_APPENDIX(p, key, wp, ip)                                                                                                          \
    .path = PATH(TEXT("appendices"), (p)->code, TEXT(key)), .regions = (p)->bit, .before_place = (wp), .after_place = (ip)

/* Computed from the channels, the list is as long as they make it. */
static void collects(struct differ *x, const struct pair *p)
{
    const struct appendix *was = p->was, *is = p->is;

    if (is->collects_computed != was->collects_computed)
        DIFF_ADD(x, .kind = is->collects_computed ? CHANGE_APPENDIX_LIST_LONGER : CHANGE_APPENDIX_LIST_SHORTER,
            OF_APPENDIX(p, "collects", was->collects_place, is->collects_place), .subject = value_text(TEXT("computed")));
    for (size_t i = 0; i < is->collect_count; i++) {
        const struct data_item *before = data_before(x, is->collects[i]);
        if (!before || !appendix_lists(was, before->id))
            DIFF_ADD(x, .kind = CHANGE_APPENDIX_LIST_LONGER, OF_APPENDIX(p, "collects", was->collects_place, is->collects_place),
                .subject = value_words(x->after, &is->collects[i]->label));
    }
    for (size_t i = 0; i < was->collect_count; i++) {
        const struct data_item *after = data_after(x, was->collects[i]);
        if (!after || !appendix_lists(is, after->id))
            DIFF_ADD(x, .kind = CHANGE_APPENDIX_LIST_SHORTER, OF_APPENDIX(p, "collects", was->collects_place, is->collects_place),
                .subject = value_words(x->before, &was->collects[i]->label));
    }
}

static void form(struct differ *x, const struct pair *p)
{
    if (p->was->everyday_names != p->is->everyday_names)
        DIFF_ADD(x, .kind = CHANGE_APPENDIX_FORM, OF_APPENDIX(p, "category_names", p->was->names_place, p->is->names_place),
            .subject = value_region(x->after, p->is->region));
    if (p->was->version_at_page_top != p->is->version_at_page_top)
        DIFF_ADD(x, .kind = CHANGE_APPENDIX_FORM, OF_APPENDIX(p, "version_line", p->was->version_place, p->is->version_place),
            .subject = value_region(x->after, p->is->region));
    if (p->was->has_reviewed != p->is->has_reviewed || p->was->reviewed.number != p->is->reviewed.number)
        DIFF_ADD(x, .kind = CHANGE_REVIEWED, OF_APPENDIX(p, "reviewed", p->was->reviewed_place, p->is->reviewed_place),
            .subject = value_region(x->after, p->is->region));
}

static void controller(struct differ *x, const struct pair *p)
{
    if (!words_are_equal(x, &p->was->controller_name, &p->is->controller_name))
        DIFF_ADD(x, .kind = CHANGE_CONTROLLER, OF_APPENDIX(p, "controller", p->was->controller_place, p->is->controller_place),
            .before = value_words(x->before, &p->was->controller_name), .after = value_words(x->after, &p->is->controller_name));
    if (!text_equal(p->was->controller_address, p->is->controller_address))
        DIFF_ADD(x, .kind = CHANGE_CONTROLLER_ADDRESS, OF_APPENDIX(p, "controller", p->was->controller_place, p->is->controller_place),
            .before = value_text(p->was->controller_address), .after = value_text(p->is->controller_address));
}

static void compare(struct differ *x, const struct pair *p)
{
    const struct appendix *was = p->was, *is = p->is;

    if (was->prevails != is->prevails)
        DIFF_ADD(x, .kind = is->prevails ? CHANGE_APPENDIX_PREVAILS : CHANGE_APPENDIX_GIVES_WAY, OF_APPENDIX(p, "prevails", was->place, is->place),
            .subject = value_region(x->after, is->region));
    collects(x, p);
    if (was->essential_cookies_only != is->essential_cookies_only)
        DIFF_ADD(x, .kind = is->essential_cookies_only ? CHANGE_APPENDIX_COOKIES_ESSENTIAL : CHANGE_APPENDIX_COOKIES_ALL,
            OF_APPENDIX(p, "cookies", was->cookies_place, is->cookies_place), .subject = value_region(x->after, is->region));
    if (was->own_definitions != is->own_definitions)
        DIFF_ADD(x, .kind = is->own_definitions ? CHANGE_APPENDIX_OWN_DEFINITIONS : CHANGE_APPENDIX_STATUTORY_DEFINITIONS,
            OF_APPENDIX(p, "definitions", was->definitions_place, is->definitions_place), .subject = value_region(x->after, is->region));
    form(x, p);
    controller(x, p);
}

void diff_appendices(struct differ *x)
{
    for (int i = 0; i < x->diff->region_count; i++) {
        struct text code = x->diff->regions[i].code;
        const struct pair p = { appendix_of(x->before, code), appendix_of(x->after, code), code, diff_bit(i) };
        if (p.was && p.is)
            compare(x, &p);
        else if (p.is)
            DIFF_ADD(x, .kind = CHANGE_APPENDIX_ADDED, .path = PATH(TEXT("appendices"), code), .subject = value_region(x->after, p.is->region),
                .regions = p.bit, .after_place = p.is->place);
        else if (p.was)
            DIFF_ADD(x, .kind = CHANGE_APPENDIX_REMOVED, .path = PATH(TEXT("appendices"), code), .subject = value_region(x->before, p.was->region),
                .regions = p.bit, .before_place = p.was->place);
    }
}
