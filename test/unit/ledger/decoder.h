/* Runs the independent verifiers of test/decoder. They need python3 with its cryptography module; without it a test is skipped. */
#ifndef TEST_DECODER_H
#define TEST_DECODER_H

#include "unit.h"

void decoder_or_skip(void);
/* Exit code of test/decoder/SCRIPT with these arguments; its output goes nowhere. `second` may be NULL. */
int decoder_run(const char *script, const char *first, const char *second);
void decoder_write(const char *folder, const char *name, struct text bytes); /* makes the folders on the way */

#endif
