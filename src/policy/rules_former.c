/* What something was called before (`was:`): one thing has one name at a time. */
#include "policy/rules_court.h"

/* A purpose, a channel, a data item or a recipient. */
struct thing {
    struct text id;
    struct former was;
    struct place place;
};

static void still_there(struct court *c, const char *what, const struct thing *all, size_t count, const struct thing *renamed)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(all[i].id, renamed->was.id))
            court_find(c, PD_WAS_SHARED, renamed->was.place, "leave `was` out, or the other one", "the %s `%.*s` is still here, so it cannot have become `%.*s`", what,
                NAME_ARGS(renamed->was.id), NAME_ARGS(renamed->id))->second = all[i].place;
}

static void named_twice(struct court *c, const char *what, const struct thing *all, const struct thing *renamed)
{
    for (const struct thing *other = all; other < renamed; other++)
        if (text_equal(other->was.id, renamed->was.id)) {
            court_find(c, PD_WAS_SHARED, renamed->was.place, "one of them is new: leave its `was` out", "two %ss cannot both have been `%.*s`", what,
                NAME_ARGS(renamed->was.id))->second = other->was.place;
            return;
        }
}

static void judge(struct court *c, const char *what, const struct thing *all, size_t count)
{
    for (size_t i = 0; all && i < count; i++) {
        if (all[i].was.id.length == 0)
            continue;
        still_there(c, what, all, count, &all[i]);
        named_twice(c, what, all, &all[i]);
    }
}

#define JUDGE(what, list, list_count)                                                             \
    do {                                                                                          \
        struct thing *all = WORK_NEW(c->w, struct thing, (list_count));                           \
        for (size_t i = 0; all && i < (list_count); i++)                                          \
            all[i] = (struct thing){ (list)[i].id, (list)[i].was, (list)[i].place };              \
        c->f->lost = c->f->lost || !all;                                                          \
        judge(c, what, all, (list_count));                                                        \
    } while (0)

void rules_former(struct court *c)
{
    JUDGE("purpose", c->p->purposes, c->p->purpose_count);
    JUDGE("channel", c->p->channels, c->p->channel_count);
    JUDGE("data item", c->p->data, c->p->data_count);
    JUDGE("recipient", c->p->recipients, c->p->recipient_count);
}
