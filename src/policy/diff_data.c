/* Data items: what can be collected at all. What is collected stands with the channels. */
#include "policy/diff_inside.h"

static void compare(struct differ *x, const struct data_item *was, const struct data_item *is)
{
    diff_renamed(x, "data", was->id, &is->was, is->id, was->place);
    diff_text(x, CHANGE_DATA_CATEGORY, "data", is->id, "is", was->category, is->category, was->place, is->place);
    if (was->identifies != is->identifies)
        DIFF_ADD(x, .kind = CHANGE_WORKINGS, .path = PATH(TEXT("data"), is->id, TEXT("identifies")), .subject = value_text(is->id),
            .before_place = was->place, .after_place = is->place);
    diff_label(x, CHANGE_DATA_WORDS, "data", was->id, &was->label, is->id, &is->label);
}

void diff_data(struct differ *x)
{
    for (size_t i = 0; i < x->after->data_count; i++) {
        const struct data_item *is = &x->after->data[i], *was = data_before(x, is);
        if (was)
            compare(x, was, is);
        else
            DIFF_ADD(x, .kind = CHANGE_DATA_ADDED, .path = PATH(TEXT("data"), is->id), .subject = value_words(x->after, &is->label), .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->data_count; i++)
        if (!data_after(x, &x->before->data[i]))
            DIFF_ADD(x, .kind = CHANGE_DATA_REMOVED, .path = PATH(TEXT("data"), x->before->data[i].id),
                .subject = value_words(x->before, &x->before->data[i].label), .before_place = x->before->data[i].place);
}
