/* For whom a page is made: which site, under which policy, in which language; and the head and foot that surround every page. */
#ifndef PAGE_READER_H
#define PAGE_READER_H

#include "html/message.h"
#include "page_templates.h"
#include "policy/model.h"
#include "policy/site.h"

struct reader {
    const struct site *site;     /* NULL: no site is known */
    const struct policy *policy; /* NULL: nothing is published */
    int language;                /* index in policy->languages; without a policy an enum language */
};

/* The language of our own words for this reader: the policy's, or English where the program does not speak it. */
enum language reader_words(const struct reader *r);
/* Its tag: of the page as a whole. */
struct text reader_language(const struct reader *r);
/* Whether that language is written from right to left. */
bool reader_mirrored(const struct reader *r);
struct text reader_mount(const struct reader *r);
/* The controller's name, or nothing. */
struct text reader_controller(const struct reader *r);

/* What a language calls itself: "日本語" for ja; the tag where that is not known. */
struct text language_own_name(struct text tag);

/* Of a page of ours in the reader's language: path below the mount ("/cookies"), anchor without its sign or "". */
MUST_USE bool reader_url(struct work *w, const struct reader *r, const char *path, struct text anchor, struct text *out_url);

/* Whether an address on the web lies outside the site: such links are marked (clause P10). */
bool reader_leaves(const struct reader *r, struct text url);

/* What differs between pages. A language is chosen by `?lang=TAG` on the page's own address; links to other pages take it along. */
struct frame {
    struct text title;
    struct text path;  /* with the mount: "/privacy/promises"; marks the link to it as current */
    struct text address; /* with the mount, where its bytes stay: "/privacy/v/3"; empty: the path */
    bool personal;     /* not for search engines */
    bool one_language; /* offers no other */
    bool demonstration_site; /* a page of the demonstration site: own look, own links */
};

/* Whether the demonstration site shows the fictional maker's cameras, which it does for his policy and as long as there is none. */
bool reader_is_maker(const struct reader *r);
MUST_USE bool frame_fill(struct work *w, const struct reader *r, const struct frame *f, struct page_top *out_top, struct page_bottom *out_bottom);

#endif
