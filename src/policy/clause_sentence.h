/* The sentence of each clause, in words for visitors. For this room only: others take them from clauses[]. */
#ifndef POLICY_CLAUSE_SENTENCE_H
#define POLICY_CLAUSE_SENTENCE_H

#include "policy/clause.h"

/* One message and no facts. */
#define PLAIN_SENTENCES(X)                                                                                                                  \
    X(p0_1, P0_1) X(p1_2, P1_2) X(p2_1, P2_1) X(p3_1, P3_1) X(p3a1_2, P3A1_2) X(p3a2_2, P3A2_2) X(p3b_2, P3B_2) X(p4_1, P4_1)               \
    X(p4_2, P4_2) X(p4_3, P4_3) X(p5_1, P5_1) X(p6_1, P6_1) X(p6a1, P6A1) X(p6a2_1, P6A2_1) X(p6a2_2, P6A2_2) X(p6a5, P6A5) X(p6a6, P6A6)   \
    X(p6b_2, P6B_2) X(p7_1, P7_1) X(p7_2, P7_2) X(p8_1_1, P8_1_1) X(p8_2, P8_2) X(p8_3_1, P8_3_1) X(p8_3_2, P8_3_2) X(p9_1, P9_1)           \
    X(p9_2, P9_2) X(p10, P10) X(p11_1, P11_1) X(p11_2, P11_2) X(p12_1, P12_1) X(p12_3, P12_3) X(p13, P13) X(c0_2, C0_2) X(c1, C1)           \
    X(c3_1, C3_1) X(c3_2, C3_2) X(c4b_1, C4B_1) X(c4b_2, C4B_2) X(c4b_3, C4B_3) X(c4b_4, C4B_4) X(c4b_5, C4B_5) X(c4b_6, C4B_6)             \
    X(c4b_7, C4B_7) X(c4b_8, C4B_8) X(c5, C5) X(c6, C6) X(c7, C7)

/* Facts of the policy in them. */
#define SENTENCES_WITH_FACTS(X)                                                                                                             \
    X(p0_2) X(p1_1) X(p3a1_1) X(p3a1_3) X(p3a2_1) X(p3a3_1) X(p3b_1) X(p6a3) X(p6a4) X(p6b_1) X(p7_3) X(p8_1_2) X(p8_1_3) X(p8_1_4)         \
    X(p8_1_5) X(p8_1_6) X(p8_1_7) X(p12_2) X(c0_1) X(c2) X(c4a_1) X(c4a_2) X(c4b_9) X(c4b_10) X(c8) X(c9)

#define DECLARE_PLAIN(name, message) bool sentence_##name(struct work *w, const struct policy *p, int language, struct text *out_sentence);
#define DECLARE_SENTENCE(name) DECLARE_PLAIN(name, )
PLAIN_SENTENCES(DECLARE_PLAIN)
SENTENCES_WITH_FACTS(DECLARE_SENTENCE)
#undef DECLARE_PLAIN
#undef DECLARE_SENTENCE

#endif
