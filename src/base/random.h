/* Randomness of a unit of work: a stream drawn from a 32-byte seed, so that a unit that runs again makes the same ids and salts,
 * and a simulation is repeatable. Only main draws seeds from the system. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint8_t seed[32];
    uint64_t block; /* number of the next draw */
};

struct random random_of_seed(const uint8_t seed[32]);
void random_bytes(struct random *r, void *out_bytes, size_t length);

#endif
