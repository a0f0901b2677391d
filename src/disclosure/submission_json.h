/* An opened submission as JSON, for programs that receive it: which channel and purpose, by which version, when, where from, of whom, and what
 * was given. The same for a webhook, a pull and an inbox. */
#ifndef DISCLOSURE_SUBMISSION_JSON_H
#define DISCLOSURE_SUBMISSION_JSON_H

#include "base/json.h"
#include "disclosure/opening.h"

struct opened {
    const struct policy *policy;
    const struct channel *channel; /* NULL: the policy in force has it no more */
    const struct record_row *record;
    const struct record_fields *fields;
    struct handle handle;
    struct text unsubscribe; /* address to take the consent back; empty: it rests on none */
};

/* So many bytes hold it. */
size_t submission_json_size(const struct opened *o);
/* One object: {"record","channel","purpose","collected_at","region","handle","fields":{...}}. */
void submission_json(struct json *j, const char *key, const struct opened *o);

#endif
