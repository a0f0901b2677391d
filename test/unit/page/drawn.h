/* Policies to draw: one as a small site has it, and one ten times as large with labels that mean harm. */
#ifndef TEST_DRAWN_H
#define TEST_DRAWN_H

#include "sample.h"
#include "unit.h"

void small_policy(struct policy *p);
/* In the arena of the unit. */
void large_policy(struct work *w, struct policy *p);

#endif
