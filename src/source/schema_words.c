#include "source/schema_words.h"

#include "source/schema_value.h"

static void add_choices(struct draft *d, const char *choices)
{
    struct text rest = text_of(choices), one;

    for (int i = 0; text_cut(&rest, ' ', &one); i++)
        draft_addf(d, "%s`%.*s`", i ? ", " : "", TEXT_ARGS(one));
}

static void add_scalar(struct draft *d, const struct schema_key *k, bool many)
{
    if (k->value == VALUE_CHOICE)
        add_choices(d, k->choices);
    else if (k->value == VALUE_NUMBER && k->low == k->high)
        draft_addf(d, "`%lld`", (long long)k->low);
    else
        draft_add(d, text_of(many ? schema_values[k->value].many : schema_values[k->value].one));
    if (k->value == VALUE_NUMBER && k->low < k->high)
        draft_addf(d, ", %lld to %lld", (long long)k->low, (long long)k->high);
    if (k->unit)
        draft_addf(d, " %s", k->unit);
}

void schema_draft_value(struct draft *d, const struct schema_key *k)
{
    const char *or = "";

    if (k->shapes & SHAPE_TEXT) {
        add_scalar(d, k, false);
        or = ", or ";
    }
    if (k->shapes & SHAPE_LIST) {
        draft_addf(d, "%slist of ", or);
        if (k->section)
            draft_add(d, TEXT("maps"));
        else
            add_scalar(d, k, true);
        or = ", or ";
    }
    if (k->shapes & SHAPE_MAP)
        draft_addf(d, "%s%s", or, k->value == VALUE_WORDS && (k->shapes & SHAPE_TEXT) ? "texts by language" : "map");
}
