/* The text of a page of ours, block by block, as people read it: headings, paragraphs, items, cells. Out of the markup that was stored, whatever
 * program made it. Navigation, pictures, links to evidence and the lines with the dates of the version are no text. */
#ifndef PAGE_TEXT_BLOCK_H
#define PAGE_TEXT_BLOCK_H

#include "base/work.h"

struct text_block {
    struct text text;    /* decoded, with single spaces */
    struct text anchor;  /* the nearest id before it: "P9-1", "purpose-support" */
    struct text heading; /* the heading that it stands under; of a heading: itself */
    bool is_heading;
};

enum { TEXT_BLOCKS_MAX = 20 * 1000 };

/* Blocks past TEXT_BLOCKS_MAX are left out. Never fails because of the markup. */
MUST_USE bool text_blocks_read(struct work *w, struct text page, const struct text_block **out_blocks, size_t *out_count);

#endif
