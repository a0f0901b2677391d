#include "unit.h"

#include "base/sequence.h"

#include <stdlib.h>

static struct patience much(void)
{
    return (struct patience){ 100 * 1000 * 1000 };
}

static struct sequence sequence_of(struct work *w, const char *letters)
{
    size_t length = strlen(letters);
    uint32_t *at = WORK_NEW(w, uint32_t, length + 1);

    assert_non_null(at);
    for (size_t i = 0; i < length; i++)
        at[i] = (uint32_t)letters[i];
    return (struct sequence){ at, length };
}

/* What stays must be the same on both sides, in order; gives how much is gone or new. */
static size_t check(struct sequence a, struct sequence b, const bool *gone, const bool *new)
{
    size_t i = 0, j = 0, edits = 0;

    for (;;) {
        while (i < a.length && gone[i])
            i++, edits++;
        while (j < b.length && new[j])
            j++, edits++;
        if (i == a.length || j == b.length)
            break;
        assert_int_equal(a.at[i], b.at[j]);
        i++, j++;
    }
    assert_int_equal(i, a.length);
    assert_int_equal(j, b.length);
    return edits;
}

static size_t edits_between(struct work *w, struct sequence a, struct sequence b, struct patience *p)
{
    bool *gone = WORK_NEW(w, bool, a.length + 1), *new = WORK_NEW(w, bool, b.length + 1);

    assert_true(gone && new);
    assert_ok(w, sequences_compare(w, a, b, p, gone, new));
    return check(a, b, gone, new);
}

/* The length of the shortest edit, the slow way. */
static size_t shortest(struct sequence a, struct sequence b)
{
    size_t *row = calloc(b.length + 1, sizeof *row), result;

    assert_non_null(row);
    for (size_t j = 0; j <= b.length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t above = row[j];
            row[j] = a.at[i - 1] == b.at[j - 1] ? diagonal : 1 + (row[j - 1] < above ? row[j - 1] : above);
            diagonal = above;
        }
    }
    result = row[b.length];
    free(row);
    return result;
}

static void the_edit_is_the_shortest(void **state)
{
    static const char *const pairs[][2] = { { "", "" }, { "", "abc" }, { "abc", "" }, { "abc", "abc" }, { "abcabba", "cbabac" }, { "a", "b" }, { "ab", "ba" },
        { "aaaa", "aa" }, { "xaxbxc", "abc" }, { "abcdef", "abXdef" }, { "the cat sat", "the dog sat down" } };
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct patience p = much();
        struct sequence a = sequence_of(w, pairs[i][0]), b = sequence_of(w, pairs[i][1]);
        assert_int_equal(edits_between(w, a, b, &p), shortest(a, b));
    }
}

static void so_it_is_for_any_sequences(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        uint32_t numbers[2][40];
        struct patience p = much();
        struct random r = random_of_seed((uint8_t[32]){ 3, (uint8_t)round, (uint8_t)(round >> 8) });
        struct sequence s[2];
        for (int k = 0; k < 2; k++) {
            uint8_t bytes[41];
            random_bytes(&r, bytes, sizeof bytes);
            s[k] = (struct sequence){ numbers[k], bytes[40] % 40u };
            for (size_t i = 0; i < s[k].length; i++)
                numbers[k][i] = bytes[i] % (2u + (unsigned)round % 5u);
        }
        assert_int_equal(edits_between(w, s[0], s[1], &p), shortest(s[0], s[1]));
    }
}

/* Nothing in common, and far too much of it: the time is bounded, and the answer is still true. */
static void patience_ends_and_the_answer_is_still_true(void **state)
{
    enum { MANY = 200 * 1000 };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    uint32_t *a = calloc(MANY, sizeof *a), *b = calloc(MANY, sizeof *b);
    bool *gone = calloc(MANY, 1), *new = calloc(MANY, 1);
    struct patience p = { 2 * 1000 * 1000 };

    (void)state;
    assert_true(a && b && gone && new);
    for (uint32_t i = 0; i < MANY; i++) {
        a[i] = i;
        b[i] = i % 2 ? MANY + i : MANY - i;
    }
    assert_ok(w, sequences_compare(w, (struct sequence){ a, MANY }, (struct sequence){ b, MANY }, &p, gone, new));
    (void)check((struct sequence){ a, MANY }, (struct sequence){ b, MANY }, gone, new);
    assert_true(p.steps > -1000 * 1000); /* it noticed soon */
    free(a), free(b), free(gone), free(new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_edit_is_the_shortest),
        cmocka_unit_test(so_it_is_for_any_sequences),
        cmocka_unit_test(patience_ends_and_the_answer_is_still_true),
    };

    return cmocka_run_group_tests_name("base/sequence", tests, NULL, NULL);
}
