/* A tree that was read: finding in it, comparing two. */
#include "source/yaml.h"

#include <string.h>

const struct yaml_node *yaml_find(const struct yaml_node *map, struct text key)
{
    int low = 0, high;

    if (!map || map->kind != YAML_MAP)
        return NULL;
    high = map->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (text_compare(map->by_name[middle]->key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < map->count && text_equal(map->by_name[low]->key, key) ? map->by_name[low] : NULL;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    return yaml_find(map, text_of(key));
}

struct text yaml_text(const struct yaml_node *node)
{
    return node && node->kind == YAML_SCALAR ? node->text : TEXT("");
}

bool yaml_is_empty(const struct yaml_node *node)
{
    return node && node->kind == YAML_SCALAR && node->text.length == 0;
}

/* --- two trees ------------------------------------------------------------------------------------------------------------------------------- */

static bool all_digits(struct text t, const char *digits)
{
    for (size_t i = 0; i < t.length; i++)
        if (!t.at[i] || !strchr(digits, t.at[i]))
            return false;
    return t.length > 0;
}

static bool is_word_of(struct text t, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(t, text_of(words[i])))
            return true;
    return false;
}

/* 12, -0.5, 1e3, 0x1F, 0o17: generous, because a word that looks like a number is better left in quotes. */
static bool is_number(struct text t)
{
    if (text_starts(t, TEXT("0x")))
        return all_digits(text_from(t, 2), "0123456789abcdefABCDEF");
    if (text_starts(t, TEXT("0o")))
        return all_digits(text_from(t, 2), "01234567");
    if (text_starts(t, TEXT("-")) || text_starts(t, TEXT("+")))
        t = text_from(t, 1);
    return t.length && strchr("0123456789.", t.at[0]) && all_digits(t, "0123456789.eE+-");
}

bool yaml_is_no_text(struct text plain)
{
    static const char *const words[] = { "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE",
        ".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf", "+.Inf", "+.INF", ".nan", ".NaN", ".NAN" };

    return is_word_of(plain, words, COUNT_OF(words)) || is_number(plain);
}

static bool scalar_equal(const struct yaml_node *a, const struct yaml_node *b)
{
    return text_equal(a->text, b->text) && (a->quoted == b->quoted || !yaml_is_no_text(a->text));
}

static bool map_equal(const struct yaml_node *a, const struct yaml_node *b)
{
    for (int i = 0; i < a->count; i++)
        if (!text_equal(a->by_name[i]->key, b->by_name[i]->key) || !yaml_equal(a->by_name[i], b->by_name[i]))
            return false;
    return true;
}

bool yaml_equal(const struct yaml_node *a, const struct yaml_node *b)
{
    const struct yaml_node *other = b->first;

    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == YAML_SCALAR)
        return scalar_equal(a, b);
    if (a->kind == YAML_MAP)
        return map_equal(a, b);
    for (const struct yaml_node *i = a->first; i; i = i->next, other = other->next)
        if (!yaml_equal(i, other))
            return false;
    return true;
}
