#include "page/cookies_page.h"

#include "base/teeth.h"
#include "page/basis_list.h"
#include "page/words.h"
#include "policy/resolution.h"

/* The grounds of its purpose, and none where it is not set. */
static struct bases cookie_bases(const struct policy *p, const struct cookie *c)
{
    struct bases bases = bases_of(p, c->purpose);

    for (int i = 0; i <= p->region_count; i++)
        if (!cookie_is_set(p, c, i == p->region_count ? -1 : i))
            bases.in[i] = BASIS_OFF;
    return bases;
}

static struct text setter(const struct reader *r, const struct cookie *c)
{
    const struct recipient *recipient = policy_recipient(r->policy, c->set_by);

    if (c->set_by.length == 0 || text_equal(c->set_by, TEXT("us")))
        return reader_controller(r);
    return recipient ? words_recipient(r, recipient) : c->set_by;
}

static bool cookie_fill(struct work *w, const struct reader *r, const struct cookie *c, struct page_cookies_cookies *row)
{
    const struct bases bases = cookie_bases(r->policy, c);

    row->name = c->name;
    row->class = words_cookie_class(reader_words(r), c->class);
    row->kind = words_cookie_kind(reader_words(r), c->kind);
    row->what = words_in(r->policy, &c->what, r->language);
    row->purpose = c->purpose->id;
    row->purpose_label = words_purpose_name(r, c->purpose);
    row->set_by = setter(r, c);
    TRY(basis_list_fill(w, r, &bases, MSG_DOC_COOKIE_NOT_SET, &row->bases));
    return words_lifetime(w, reader_words(r), c->lifetime, &row->lifetime);
}

static bool cookies_fill(struct work *w, const struct reader *r, struct page_cookies *page)
{
    const struct policy *p = r->policy;
    struct page_cookies_cookies *list = WORK_NEW(w, struct page_cookies_cookies, p->cookie_count);

    if (!list)
        return false;
    if (TEETH_OUT(TOOTH_COOKIES))
        return true;
    for (size_t i = 0; i < p->cookie_count; i++) {
        TRY(cookie_fill(w, r, &p->cookies[i], &list[i]));
        page->essential |= p->cookies[i].class == COOKIE_ESSENTIAL;
    }
    page->cookies = list;
    page->cookies_count = p->cookie_count;
    return true;
}

bool cookies_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    const struct reader *r = &m->reader;
    struct page_cookies page = { .site = words_in(r->policy, &r->policy->site_name, r->language), .mount = reader_mount(r), .language = reader_language(r) };
    struct html html;

    TRY(document_frame(w, m, MSG_DOC_COOKIES_TITLE, "/cookies", &page.top, &page.edition, &page.bottom));
    TRY(cookies_fill(w, r, &page));
    TRY(page_cookies_render(w, reader_words(r), &page, &html));
    *out_bytes = html.markup;
    return true;
}
