#include "base/random.h"

#include <sodium.h>
#include <string.h>

struct random random_of_seed(const uint8_t seed[32])
{
    struct random r = { .block = 0 };

    memcpy(r.seed, seed, sizeof r.seed);
    return r;
}

/* Each draw is its own ChaCha20 stream under the number of the draw as nonce. */
void random_bytes(struct random *r, void *out_bytes, size_t length)
{
    uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

    memcpy(nonce, &r->block, sizeof nonce);
    r->block++;
    crypto_stream_chacha20(out_bytes, length, nonce, r->seed);
}
