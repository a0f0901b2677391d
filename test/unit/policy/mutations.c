/* Every rule, tried: the examples are changed in every place where a change must raise it, and it is raised at that place, and nothing else is. */
#include "mutations.h"
#include "policy_text.h"
#include "tree.h"

enum { RAISED_AT_LEAST = 3 };

static struct text value_of(const struct tree *node)
{
    return node && node->kind == YAML_SCALAR ? node->text : TEXT("");
}

/* "../role=processor from!=log": what must hold where the change is made. */
static bool holds(struct tree *node, const char *where)
{
    struct text all = text_of(where), one, path;
    char steps[100];

    while (text_cut(&all, ' ', &one)) {
        (void)text_cut(&one, '=', &path);
        bool not= text_ends(path, TEXT("!"));
        snprintf(steps, sizeof steps, "%.*s", (int)(path.length - not), path.at);
        if (text_equal(value_of(tree_at(node, steps)), one) == not)
            return false;
    }
    return true;
}

enum { PLACES_MAX = 4 };

/* Nodes at whose lines the finding may stand. */
struct places {
    const struct tree *node[PLACES_MAX];
    int count;
};

static void places_find(struct places *places, struct tree *from, const struct mutation *m, const char *otherwise)
{
    struct text all = text_of(m->at ? m->at : otherwise), one;
    char steps[100];

    while (text_cut(&all, ' ', &one)) {
        snprintf(steps, sizeof steps, "%.*s", TEXT_ARGS(one));
        assert_true(places->count < PLACES_MAX);
        places->node[places->count] = tree_at(from, steps);
        if (!places->node[places->count++])
            fail_msg("PD%04d: there is no \"%s\" from %s", (int)m->code, steps, m->path);
    }
}

static void change(struct work *w, struct tree *node, const struct mutation *m, struct places *at)
{
    switch (m->act) {
    case REMOVE:
        places_find(at, node, m, "..");
        tree_remove(node);
        break;
    case SET:
        tree_set(w, node, m->value);
        places_find(at, node, m, ".");
        break;
    case ADD:
        places_find(at, tree_add(w, node, m->value), m, ".");
        break;
    }
}

static bool is_at(const struct places *at, int line)
{
    for (int i = 0; i < at->count; i++)
        if (at->node[i]->line == line)
            return true;
    return false;
}

static bool is_expected_too(const struct mutation *m, int code)
{
    for (size_t i = 0; i < COUNT_OF(m->also); i++)
        if (m->also[i] && (int)m->also[i] == code)
            return true;
    return false;
}

static int count_of(const struct findings *f, int code)
{
    int count = 0;

    for (const struct finding *i = f->first; i; i = i->next)
        count += i->code == code;
    return count;
}

/* Everything that is wrong is told, not the first. */
static int wrong;

PRINTF_LIKE(1, 2) static void tell(const char *format, ...)
{
    char line[600];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    print_message("%s\n", line);
    wrong++;
}

static void judge_one(const struct mutation *m, const char *where, const struct places *at, const struct finding *f)
{
    if (f->code != (int)m->code && !is_expected_too(m, f->code))
        tell("%s PD%04d is raised, too, in line %d: %.*s", where, f->code, f->place.line, TEXT_ARGS(f->message));
    if (f->code == (int)m->code && !is_at(at, f->place.line))
        tell("%s it stands in line %d, not in %d: %.*s", where, f->place.line, at->node[0]->line, TEXT_ARGS(f->message));
}

static void judge(const struct mutation *m, struct text path, const struct places *at, const struct findings *f)
{
    char where[300];

    snprintf(where, sizeof where, "PD%04d, %.*s %s %.60s:", (int)m->code, TEXT_ARGS(path), m->act == REMOVE ? "removed" : m->act == ADD ? "with" : "set to",
        m->value ? m->value : "");
    for (const struct finding *i = f->first; i; i = i->next)
        judge_one(m, where, at, i);
    if (m->code != NOTHING && count_of(f, (int)m->code) != (m->times ? m->times : 1))
        tell("%s it is raised %d times", where, count_of(f, (int)m->code));
    for (size_t i = 0; i < COUNT_OF(m->also); i++)
        if (m->also[i] && count_of(f, (int)m->also[i]) == 0)
            tell("%s PD%04d is not raised", where, (int)m->also[i]);
}

/* At every place of the example that fits; returns how many there were. */
static int try_everywhere(struct work *w, const struct tree *example, const struct mutation *m)
{
    int tried = 0;

    for (int nth = 0;; nth++) {
        struct arena_mark mark = arena_mark(w->arena);
        struct tree *copy = tree_copy(w, example), *node = tree_nth(copy, m->path, nth);
        struct places at = { .count = 0 };
        if (!node) {
            arena_release(w->arena, mark);
            return tried;
        }
        if (!m->where || holds(node, m->where)) {
            struct text path = tree_path(w, node);
            change(w, node, m, &at);
            struct findings f = policy_text_findings(w, tree_write(w, copy));
            judge(m, path, &at, &f);
            tried++;
        }
        arena_release(w->arena, mark);
    }
}

static const char *const examples[] = { "examples/camera-maker/policy.yaml", "examples/eu-shop/policy.yaml" };

static void the_examples_are_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings f = policy_text_findings(w, tree_write(w, tree_read(w, policy_text_of(w, examples[i]))));
        if (f.first)
            fail_msg("%s, written again, line %d: PD%04d %.*s", examples[i], f.first->place.line, f.first->code, TEXT_ARGS(f.first->message));
    }
}

/* Codes of other files: those of the operator's law tables. */
static bool is_of_a_policy(int code)
{
    return code > 100 && (code <= 200 || code > 259);
}

/* In both examples; returns how often it was tried. */
static int try_one(struct work *w, struct tree *const *trees, const struct mutation *m)
{
    int tried = 0;

    for (size_t i = 0; i < COUNT_OF(examples); i++)
        tried += try_everywhere(w, trees[i], m);
    if (tried == 0)
        tell("PD%04d, %s: there is no such place", (int)m->code, m->path);
    return tried;
}

static void every_rule_is_raised_where_the_policy_was_changed_and_nowhere_else(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    int raised[FINDING_CODES_MAX] = { 0 };
    struct tree *trees[COUNT_OF(examples)];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        trees[i] = tree_read(w, policy_text_of(w, examples[i]));
    for (int k = 0; k < mutation_count; k++)
        raised[mutations[k].code] += try_one(w, trees, &mutations[k]);
    for (int k = 0; k < finding_kind_count; k++)
        if (is_of_a_policy((int)finding_kinds[k].code) && raised[finding_kinds[k].code] < RAISED_AT_LEAST)
            tell("PD%04d is raised by %d mutations", (int)finding_kinds[k].code, raised[finding_kinds[k].code]);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_are_clean),
        cmocka_unit_test(every_rule_is_raised_where_the_policy_was_changed_and_nowhere_else),
    };

    return cmocka_run_group_tests_name("policy/mutations", tests, NULL, NULL);
}
