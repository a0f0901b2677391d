/* The address parser, and with what it lets through a whole message: no input may add a header line. */
#include "base/work.h"
#include "mail/message.h"

#include <stdlib.h>
#include <string.h>

static size_t count_lines(struct text t)
{
    size_t lines = 0;

    for (size_t i = 0; i < t.length; i++)
        lines += t.at[i] == '\n' && (i + 1 == t.length || t.at[i + 1] != ' '); /* folded lines count once */
    return lines;
}

static void compose(struct work *w, struct address to, struct text subject)
{
    struct mail_message m = { .from = to, .to = to, .subject = subject, .body = TEXT("x\n") };
    struct text data;

    if (!mail_compose(w, &m, &data))
        return;
    must(count_lines(data) == 11); /* nine headers, the empty line, the body */
    for (size_t i = 0; i < data.length; i++)
        must((unsigned char)data.at[i] < 127 && data.at[i] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(1 << 20) };
    struct text rest = text_of_bytes(bytes, length), first = TEXT("");
    struct address address;

    must(w.arena);
    text_cut(&rest, '\n', &first); /* an address, and below it a subject */
    if (address_parse(first, &address)) {
        must(first.length <= ADDRESS_MAX && !memchr(first.at, '\r', first.length) && !memchr(first.at, ' ', first.length));
        compose(&w, address, rest);
    }
    arena_destroy(&w.arena);
    return 0;
}
