/* Every key of the transcription cites a line, and every line is transcribed or left out with a reason. */
#include "literal.h"

/* The lines that hold text. */
#define LINES_WITH_TEXT                                                                                                             \
    "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25-30, 32, 34, 36-37, 39, 41, 43-44, 46, 48, 50-51, 53, 55, 57, 59, 61-71, 73, 75, " \
    "77, 79, 81, 83, 85, 87-90, 92, 94, 96-97, 99, 101-108, 110, 112, 114, 116, 118, 120, 122, 124, 126, 128, 130, 132, 134-136, "    \
    "138-140, 142, 144, 147, 149, 152, 155, 157, 159-160, 162, 164, 166, 168, 170, 172, 174, 176, 178, 180, 182, 184, 186, 188, "     \
    "190, 192, 194, 196, 198, 200, 202, 204, 206, 208, 210, 212-213, 215, 217-218, 220, 222, 224, 226, 228-229"

static bool is_key(struct text line)
{
    struct text bare = text_trim(line);

    return bare.length && bare.at[0] != '#';
}

static void every_key_cites_where_it_comes_from(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = policy_text_of(w, LITERAL_PATH), rest = source, line;

    (void)state;
    assert_true(source.length > 0);
    for (int number = 1; text_cut(&rest, '\n', &line); number++)
        if (is_key(line) && cited_by(source, number).count == 0)
            fail_msg("line %d cites nothing", number);
}

static struct cited all_cited(struct text source)
{
    struct text rest = source, line, unmapped = TEXT("# unmapped: ");
    struct cited all = { 0 };
    size_t at;

    while (text_cut(&rest, '\n', &line)) {
        if (text_starts(line, unmapped))
            cited_read(&all, text_from(line, unmapped.length));
        else if (is_key(line) && text_find(line, TEXT(" # "), &at))
            cited_read(&all, text_from(line, at + 3));
    }
    return all;
}

static void every_line_is_transcribed_or_left_out_with_a_reason(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct cited all = all_cited(policy_text_of(w, LITERAL_PATH)), wanted = { 0 };

    (void)state;
    cited_read(&wanted, TEXT(LINES_WITH_TEXT));
    for (int i = 1; i <= LITERAL_LINES; i++)
        if (wanted.line[i] && !all.line[i])
            fail_msg("line %d of the policy is neither transcribed nor named as unmapped", i);
}

static struct text the_policy(struct work *w)
{
    struct text policy = policy_text_of(w, "../shared/seed.txt");

    if (policy.length)
        return policy;
    print_message("the policy that was transcribed is not here to be compared with\n");
    skip();
    return policy;
}

static void the_lines_with_text_are_those_of_the_policy(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text rest = the_policy(w), line;
    struct cited wanted = { 0 };

    (void)state;
    cited_read(&wanted, TEXT(LINES_WITH_TEXT));
    for (int i = 1; i <= LITERAL_LINES && text_cut(&rest, '\n', &line); i++)
        if (wanted.line[i] != (text_trim(line).length > 0))
            fail_msg("line %d of the policy %s text", i, wanted.line[i] ? "has no" : "has");
    assert_int_equal(rest.length, 0);
}

enum { RUN = 8 }; /* words: no address, name or list of facts is that long */

static bool is_part_of_word(char c)
{
    return (unsigned char)c >= 0x80 || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The next word and what is behind it: letters and digits, whatever stands between. */
static bool next_word(struct text *rest, struct text *out_word)
{
    size_t length = 0;

    while (rest->length && !is_part_of_word(rest->at[0]))
        *rest = text_from(*rest, 1);
    while (length < rest->length && is_part_of_word(rest->at[length]))
        length++;
    *out_word = text_first(*rest, length);
    *rest = text_from(*rest, length);
    return length > 0;
}

static int equal_words(struct text a, struct text b)
{
    struct text one, other;
    int count = 0;

    while (count < RUN && next_word(&a, &one) && next_word(&b, &other) && text_equal_ascii_case(one, other))
        count++;
    return count;
}

static void no_sentence_is_copied(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text policy = the_policy(w), ours = policy_text_of(w, LITERAL_PATH), theirs, here, word;

    (void)state;
    for (here = ours; here.length && next_word(&ours, &word); here = ours)
        for (theirs = policy; theirs.length;) {
            struct text at = theirs;
            if (!next_word(&theirs, &word))
                break;
            if (equal_words(here, at) == RUN)
                fail_msg("copied: %.*s", (int)(at.length < 80 ? at.length : 80), at.at);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_cites_where_it_comes_from),
        cmocka_unit_test(every_line_is_transcribed_or_left_out_with_a_reason),
        cmocka_unit_test(the_lines_with_text_are_those_of_the_policy),
        cmocka_unit_test(no_sentence_is_copied),
    };

    return cmocka_run_group_tests_name("policy/literal_lines", tests, NULL, NULL);
}
