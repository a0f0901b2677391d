#include "mail/dkim_key.h"

#include "mail/tag_list.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

enum { KEY_MAX = 2048, ED25519_BYTES = 32 };

/* White space may stand anywhere in base64 (section 3.2). */
static bool key_bytes(struct text value, uint8_t *out_bytes, size_t *out_length)
{
    char digits[DKIM_RECORD_MAX];
    size_t length = 0;

    if (value.length > sizeof digits)
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (!strchr(" \t\r\n", value.at[i]) || value.at[i] == '\0')
            digits[length++] = value.at[i];
    return text_unbase64((struct text){ digits, length }, out_bytes, KEY_MAX, out_length);
}

static enum dkim_state read_rsa(const uint8_t *bytes, size_t length, int *out_bits)
{
    const uint8_t *at = bytes;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)length);
    enum dkim_state state = DKIM_UNREADABLE;

    if (key && EVP_PKEY_base_id(key) == EVP_PKEY_RSA) {
        *out_bits = EVP_PKEY_bits(key);
        state = *out_bits < DKIM_RSA_BITS_MIN ? DKIM_SHORT : DKIM_GOOD;
    }
    EVP_PKEY_free(key);
    return state;
}

static void read_key(struct dkim_key *k, struct text kind, struct text value)
{
    uint8_t bytes[KEY_MAX];
    size_t length;

    k->is_ed25519 = text_equal(kind, TEXT("ed25519"));
    if (value.length == 0)
        k->state = DKIM_REVOKED;
    else if (!k->is_ed25519 && !text_equal(kind, TEXT("rsa")))
        k->state = DKIM_UNKNOWN;
    else if (!key_bytes(value, bytes, &length) || (k->is_ed25519 && length != ED25519_BYTES))
        k->state = DKIM_UNREADABLE;
    else
        k->state = k->is_ed25519 ? DKIM_GOOD : read_rsa(bytes, length, &k->bits);
    k->bits = k->is_ed25519 ? 256 : k->bits;
}

static bool has_flag(struct text flags, char flag)
{
    struct text piece;

    while (text_cut(&flags, ':', &piece)) {
        piece = text_trim(piece);
        if (piece.length == 1 && piece.at[0] == flag)
            return true;
    }
    return false;
}

struct dkim_key dkim_key_parse(struct text record)
{
    struct dkim_key k = { .state = DKIM_NO_KEY };
    struct text rest = record, kind = TEXT("rsa"), key = { NULL, 0 };
    struct tag tag;

    for (int place = 0; tag_cut(&rest, &tag); place++) {
        if (text_equal(tag.name, TEXT("v")) && (place > 0 || !text_equal(tag.value, TEXT("DKIM1"))))
            return k;
        if (text_equal(tag.name, TEXT("k")))
            kind = tag.value;
        if (text_equal(tag.name, TEXT("p")))
            key = tag.value.at ? tag.value : TEXT("");
        if (text_equal(tag.name, TEXT("t")))
            k.testing = has_flag(tag.value, 'y');
    }
    if (rest.length == 0 && key.at)
        read_key(&k, kind, key);
    return k;
}
