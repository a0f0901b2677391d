#include "page/reader.h"

#include "base/teeth.h"
#include "page/asset.h"

enum language reader_words(const struct reader *r)
{
    enum language language = LANGUAGE_EN;

    if (!r->policy)
        return (enum language)r->language;
    return language_find(r->policy->languages[r->language], &language) ? language : LANGUAGE_EN;
}

struct text reader_language(const struct reader *r)
{
    return r->policy ? r->policy->languages[r->language] : text_of(language_tag(reader_words(r)));
}

bool reader_mirrored(const struct reader *r)
{
    return text_equal(language_direction(reader_language(r)), TEXT("rtl"));
}

struct text reader_mount(const struct reader *r)
{
    return r->site ? r->site->mount : TEXT("");
}

struct text reader_controller(const struct reader *r)
{
    return r->policy ? words_in(r->policy, &r->policy->controller_name, r->language) : TEXT("");
}

bool reader_url(struct work *w, const struct reader *r, const char *path, struct text anchor, struct text *out_url)
{
    return work_format(w, out_url, "%.*s%s?lang=%.*s%s%.*s", TEXT_ARGS(reader_mount(r)), path, TEXT_ARGS(reader_language(r)), anchor.length ? "#" : "",
                       TEXT_ARGS(anchor));
}

bool reader_leaves(const struct reader *r, struct text url)
{
    for (size_t i = 0; r->policy && i < r->policy->origin_count; i++) {
        struct text rest = text_from(url, r->policy->origins[i].length);

        if (text_starts(url, r->policy->origins[i]) && (rest.length == 0 || rest.at[0] == '/'))
            return false;
    }
    return !TEETH_OUT(TOOTH_LINKS) && (text_starts(url, TEXT("http:")) || text_starts(url, TEXT("https:")));
}

struct text language_own_name(struct text tag)
{
    static const struct { const char *tag, *name; } names[] = {
        { "en", "English" }, { "ja", "日本語" }, { "nl", "Nederlands" }, { "de", "Deutsch" }, { "fr", "Français" },
        { "es", "Español" }, { "it", "Italiano" }, { "pt", "Português" }, { "pl", "Polski" }, { "sv", "Svenska" }, { "zh", "中文" }, { "ko", "한국어" },
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal_ascii_case(tag, text_of(names[i].tag)))
            return text_of(names[i].name);
    return tag;
}

static bool languages_fill(struct work *w, const struct reader *r, struct page_top *top)
{
    int count = r->policy ? r->policy->language_count : 0;
    struct page_top_languages *list;

    if (count < 2)
        return true;
    list = WORK_NEW(w, struct page_top_languages, (size_t)count);
    if (!list)
        return false;
    for (int i = 0; i < count; i++) {
        list[i].tag = r->policy->languages[i];
        list[i].name = language_own_name(list[i].tag);
        list[i].current = i == r->language;
        TRY(work_format(w, &list[i].url, "?lang=%.*s", TEXT_ARGS(list[i].tag)));
    }
    top->languages = list;
    top->languages_count = (size_t)count;
    return true;
}

/* For search engines: the same page in the other languages, by whole addresses. */
static bool alternates_fill(struct work *w, const struct reader *r, const struct frame *f, struct page_top *top)
{
    struct text address = f->address.length ? f->address : f->path;
    struct page_top_alternates *list;

    if (f->personal || address.length == 0 || r->site->base_url.length == 0 || top->languages_count == 0)
        return true;
    list = WORK_NEW(w, struct page_top_alternates, top->languages_count);
    if (!list)
        return false;
    for (size_t i = 0; i < top->languages_count; i++) {
        list[i].tag = top->languages[i].tag;
        TRY(work_format(w, &list[i].url, "%.*s%.*s?lang=%.*s", TEXT_ARGS(r->site->base_url), TEXT_ARGS(address), TEXT_ARGS(list[i].tag)));
    }
    top->alternates = list;
    top->alternates_count = top->languages_count;
    return true;
}

/* What search engines show below the title. */
static bool description_fill(struct work *w, const struct reader *r, const struct frame *f, struct page_top *top)
{
    struct text controller = reader_controller(r);

    return f->personal || controller.length == 0 || message_format(w, reader_words(r), MSG_PAGE_DESCRIPTION, &controller, 1, &top->description);
}

struct link {
    const char *path; /* below the mount, or absolute on the demonstration site */
    enum message label;
};

static const struct link visitor_links[] = { { "/", MSG_PAGE_NAV_POLICY }, { "/request", MSG_PAGE_NAV_REQUEST }, { "/promises", MSG_PAGE_NAV_PROMISES } };
static const struct link footer_links[] = {
    { "/", MSG_PAGE_NAV_POLICY },         { "/request", MSG_PAGE_NAV_REQUEST }, { "/cookies", MSG_DOC_COOKIES_TITLE }, { "/recipients", MSG_DOC_RECIPIENTS_TITLE },
    { "/promises", MSG_PAGE_NAV_PROMISES }, { "/changes", MSG_PAGE_CHANGES_NAV }, { "/v/", MSG_PAGE_NAV_VERSIONS }, { "/log/checkpoint", MSG_PAGE_NAV_LOG },
};
static const struct link demonstration_links[] = { { "/", MSG_PAGE_DEMO_HOME }, { "/support", MSG_PAGE_DEMO_SUPPORT } };

bool reader_is_maker(const struct reader *r)
{
    for (size_t i = 0; r->policy && i < r->policy->origin_count; i++)
        if (text_equal(r->policy->origins[i], TEXT("https://www.hikari.example")))
            return true;
    return !r->policy;
}

static bool top_links(struct work *w, const struct reader *r, const struct frame *f, struct page_top *top)
{
    const struct link *links = f->demonstration_site ? demonstration_links : visitor_links;
    size_t own = reader_is_maker(r) ? COUNT_OF(demonstration_links) : 1; /* the support form is the maker's */
    size_t count = f->demonstration_site ? own : COUNT_OF(visitor_links);
    struct page_top_links *list = WORK_NEW(w, struct page_top_links, count);

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text mount = f->demonstration_site ? TEXT("") : reader_mount(r), path;

        TRY(work_format(w, &path, "%.*s%s", TEXT_ARGS(mount), links[i].path));
        TRY(work_format(w, &list[i].url, "%.*s?lang=%.*s", TEXT_ARGS(path), TEXT_ARGS(reader_language(r))));
        list[i].label = message_text(reader_words(r), links[i].label);
        list[i].current = text_equal(path, f->path);
    }
    top->links = list;
    top->links_count = count;
    return true;
}

static bool bottom_fill(struct work *w, const struct reader *r, struct page_bottom *bottom)
{
    struct page_bottom_links *list = WORK_NEW(w, struct page_bottom_links, COUNT_OF(footer_links));

    if (!list)
        return false;
    for (size_t i = 0; i < COUNT_OF(footer_links); i++) {
        TRY(reader_url(w, r, footer_links[i].path, TEXT(""), &list[i].url));
        list[i].label = message_text(reader_words(r), footer_links[i].label);
    }
    bottom->links = list;
    bottom->links_count = COUNT_OF(footer_links);
    bottom->controller = reader_controller(r);
    bottom->address = r->policy ? r->policy->controller_address : TEXT("");
    return true;
}

bool frame_fill(struct work *w, const struct reader *r, const struct frame *f, struct page_top *out_top, struct page_bottom *out_bottom)
{
    struct page_top top = {
        .language = reader_language(r),
        .direction = language_direction(reader_language(r)),
        .title = f->title,
        .site_name = r->policy ? words_in(r->policy, &r->policy->site_name, r->language) : TEXT("privacyd"),
        .personal = f->personal,
        .mount = reader_mount(r),
        .style = assets[ASSET_VISITOR].path,
        .extra_style = f->demonstration_site ? assets[ASSET_DEMO].path : TEXT(""),
        .icon = assets[ASSET_ICON].path,
        .demonstration = r->policy && r->policy->demonstration,
    };
    struct page_bottom bottom = { 0 };

    if (!f->one_language)
        TRY(languages_fill(w, r, &top));
    TRY(description_fill(w, r, f, &top));
    if (r->site) {
        TRY(alternates_fill(w, r, f, &top));
        TRY(top_links(w, r, f, &top));
        TRY(bottom_fill(w, r, &bottom));
    }
    *out_top = top;
    *out_bottom = bottom;
    return true;
}
