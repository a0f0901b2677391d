/* The body of a mail by HTTP: the template is what stands before the first NUL, the text of the mail what follows. */
#include "mail/body_template.h"

#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void look_at(struct text json)
{
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, NULL);

    must(root);
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(32 << 20) };
    struct text body = text_of_bytes(bytes, length), body_template, json;
    struct mail_message m = { .from = { TEXT("a@x.example"), TEXT("a"), TEXT("x.example") }, .to = { TEXT("b@y.example"), TEXT("b"), TEXT("y.example") }, .subject = TEXT("Hello") };

    must(w.arena);
    if (text_cut(&body, '\0', &body_template)) {
        m.body = body;
        if (body_template_check(&w, body_template) && body_template_fill(&w, body_template, &m, &json))
            look_at(json);
    }
    arena_destroy(&w.arena);
    return 0;
}
