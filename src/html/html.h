/* Safe HTML by type: struct html is made from text by escaping or by a template, in no other way. */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "base/work.h"

/* Finished markup, in the arena of the unit. */
struct html {
    struct text markup;
};

/* Where templates write. Overflow is remembered by the draft. */
struct html_out {
    struct draft draft;
};

/* Text content and values of quoted attributes: & < > " ' are escaped, control characters and bidi overrides become U+FFFD, but for
 * U+2068 with its U+2069. */
void html_text(struct html_out *out, struct text t);
/* A URL in a quoted attribute: https:, http:, mailto:, tel: and relative ones; anything else becomes "#". */
void html_url(struct html_out *out, struct text url);
/* A value inside a URL whose beginning stands in the template: percent-encoded but for letters, digits and -._~/:@ */
void html_url_part(struct html_out *out, struct text part);
void html_add(struct html_out *out, struct html part);
/* Only the generated templates call this: literal markup of the project's own files. */
void html_literal(struct html_out *out, const char *markup, size_t length);

enum { HTML_PAGE_MAX = 256 * 1024 }; /* what a rendered template may take */

MUST_USE bool html_open(struct work *w, size_t size, struct html_out *out);
/* Errors: LIMIT when the page did not fit. */
MUST_USE bool html_close(struct work *w, struct html_out *out, struct html *out_html);

#endif
