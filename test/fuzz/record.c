/* Arbitrary bytes as a sealed record: parsed and opened. Nothing that was not sealed under the key may open, and what a caller sees of it
 * are zeros. The first byte chooses whether a record is sealed first and then changed by the rest of the input. */
#include "vault/record.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t secret[32] = "a secret of thirty-two bytes....", salt[16] = "salt of 16 bytes";
static const struct record_place place = { { { "site id 16 bytes" } }, 2, 5, { { "record id 16 byt" } } };

static void expect_shut(struct text sealed)
{
    uint8_t *opened = calloc(1, sealed.length + 1);
    size_t length = 0;

    must(opened);
    must(record_open(secret, &place, sealed, opened, &length) != VAULT_OK && length == 0);
    for (size_t i = 0; i < sealed.length; i++)
        must(opened[i] == 0);
    free(opened);
}

/* Seals the input, opens it, then changes one byte at a place that the input chooses. */
static void there_and_back(const uint8_t *bytes, size_t length)
{
    struct text plaintext = text_of_bytes(bytes, length);
    size_t size = record_sealed_size(length), got, at = length ? bytes[0] * (size_t)7 % size : 0;
    uint8_t *sealed = malloc(size), *opened = malloc(size);

    must(sealed && opened);
    record_seal(secret, (struct vault_key){ .generation = 1 }, &place, 1, plaintext, salt, sealed);
    must(record_open(secret, &place, text_of_bytes(sealed, size), opened, &got) == VAULT_OK);
    must(text_equal(text_of_bytes(opened, got), plaintext));
    sealed[at] ^= 1;
    expect_shut(text_of_bytes(sealed, size));
    free(sealed);
    free(opened);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct record_header header;

    if (length == 0)
        return 0;
    if (bytes[0] == 's')
        there_and_back(bytes + 1, length - 1);
    else if (record_header_parse(text_of_bytes(bytes, length), &header) == VAULT_OK)
        must(header.version == 1 && header.algorithm == 1);
    expect_shut(text_of_bytes(bytes, length));
    return 0;
}
