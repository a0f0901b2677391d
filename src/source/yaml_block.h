/* A block of text in YAML: | keeps its lines, > folds them (YAML 1.2, chapter 8.1). Read here and not by libfyaml 0.7, which loses letters of some
 * blocks and makes up others. */
#ifndef SOURCE_YAML_BLOCK_H
#define SOURCE_YAML_BLOCK_H

#include "source/yaml.h"

struct yaml_block {
    bool folded;
    char chomp;         /* '-': no line end at the end; '+': all of them; ' ': one */
    bool counted;       /* a digit tells the indent */
    size_t indent;      /* of its lines in the source, in spaces */
    struct text lines;  /* from its first line on; blank ones at the end only when they count; without the last line end */
    bool ended;         /* there is a line end behind the last line */
};

/* `behind`: the end of what stands before its mark. `column`: the spaces before its key; -1 in a list, then it counts from the dash. */
struct yaml_block yaml_block_read(struct text source, size_t behind, struct extent extent, bool folded, int column);
MUST_USE bool yaml_block_text(struct work *w, const struct yaml_block *b, struct text *out_text);

#endif
