/* The value of a text in single quotes: '' is one quote, line ends fold (YAML 1.2.2, 7.3.2). Ours, because libfyaml 0.7.12 loses the memory in
 * which it collects a run of doubled quotes. Private to source/yaml.c. */
#ifndef SOURCE_YAML_QUOTE_H
#define SOURCE_YAML_QUOTE_H

#include "base/work.h"

/* `raw` is what stands between the outer quotes, and well formed. Errors: LIMIT. */
MUST_USE bool yaml_single_quoted(struct work *w, struct text raw, struct text *out_value);

#endif
