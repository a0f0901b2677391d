/* The canonical layout of a file that people write: keys in the order of its table, two spaces a level, quotes only where they are needed, what
 * stands in brackets on one line while it fits. Comments travel with what they stand at; groups stay apart by one blank line. */
#ifndef SOURCE_LAYOUT_H
#define SOURCE_LAYOUT_H

#include "source/schema.h"
#include "source/yaml.h"

enum { LAYOUT_COLUMNS = 140 };

/* `root` is the map that was read from `source`, with no finding. The table tells the order of named keys; keys that it does not know come last,
 * and keys that the file chooses stay where they are. Errors: LIMIT. */
MUST_USE bool layout_write(struct work *w, struct text source, const struct yaml_node *root, const struct schema_section *section, struct text *out_source);
/* Every comment of a source in the order of their bytes, one a line: what a layout may not lose. */
MUST_USE bool layout_comments(struct work *w, struct text source, const struct yaml_node *root, struct text *out_comments);

#endif
