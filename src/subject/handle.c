/* Handles as text: Crockford's letters and digits, which cannot be mistaken for one another when somebody reads them out. */
#include "subject/subject.h"

#include <string.h>

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Five bytes are eight characters. */
static void draft_characters(struct draft *d, const struct handle *h, bool grouped)
{
    for (int i = 0; i < HANDLE_TEXT; i++) {
        int bit = i * 5, byte = bit / 8;
        unsigned pair = (unsigned)h->bytes[byte] << 8 | (byte + 1 < HANDLE_BYTES ? h->bytes[byte + 1] : 0);
        if (grouped && i > 0 && i % 4 == 0)
            draft_byte(d, '-');
        draft_byte(d, crockford[pair >> (11 - bit % 8) & 31]);
    }
}

void draft_handle(struct draft *d, const struct handle *h)
{
    draft_characters(d, h, false);
}

void draft_handle_grouped(struct draft *d, const struct handle *h)
{
    draft_characters(d, h, true);
}

/* As Crockford has it: O is read as 0, I and L as 1. */
static int digit_of(char c)
{
    const char *found;

    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        return 0;
    if (c == 'I' || c == 'L')
        return 1;
    found = c ? strchr(crockford, c) : NULL;
    return found ? (int)(found - crockford) : -1;
}

bool handle_parse(struct text t, struct handle *out_handle)
{
    struct handle h = { .bytes = { 0 } };
    int count = 0;

    for (size_t i = 0; i < t.length; i++) {
        int digit;
        if (t.at[i] == '-' || t.at[i] == ' ')
            continue;
        digit = digit_of(t.at[i]);
        if (digit < 0 || count == HANDLE_TEXT)
            return false;
        for (int bit = 0; bit < 5; bit++)
            if (digit >> (4 - bit) & 1)
                h.bytes[(count * 5 + bit) / 8] |= (uint8_t)(0x80 >> (count * 5 + bit) % 8);
        count++;
    }
    if (count != HANDLE_TEXT)
        return false;
    *out_handle = h;
    return true;
}
