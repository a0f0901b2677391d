#include "markup.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static const char *const tags[] = { "en", "ja" };

enum { DEPTH_MAX = 64, IDS_MAX = 1024 };

struct walk {
    struct text open[DEPTH_MAX], ids[IDS_MAX], anchors[IDS_MAX];
    int depth, id_count, anchor_count, headings, mains;
    bool marked; /* the tag is a link that says that it leads away */
    const char *own_host;
};

static bool is_void(struct text tag)
{
    static const char *const voids[] = { "meta", "link", "br", "input", "!doctype", "circle", "path", "use", "rect", "hr" };

    for (size_t i = 0; i < COUNT_OF(voids); i++)
        if (text_equal(tag, text_of(voids[i])))
            return true;
    return false;
}

static bool is_one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

static void check_attribute(struct walk *k, struct text name, struct text value)
{
    static const char *const urls[] = { "href", "src", "action" };

    if (text_starts(name, TEXT("on")) || text_equal(name, TEXT("style")))
        fail_msg("attribute %.*s would need an inline exception", TEXT_ARGS(name));
    if (text_equal(name, TEXT("id"))) {
        for (int i = 0; i < k->id_count; i++)
            if (text_equal(k->ids[i], value))
                fail_msg("id %.*s stands twice", TEXT_ARGS(value));
        assert_true(k->id_count < IDS_MAX);
        k->ids[k->id_count++] = value;
    }
    if (!is_one_of(name, urls, COUNT_OF(urls)))
        return;
    if (text_starts(value, TEXT("#")) && value.length > 1 && k->anchor_count < IDS_MAX)
        k->anchors[k->anchor_count++] = text_from(value, 1);
    if (text_starts(value, TEXT("//")) || (text_starts(value, TEXT("http")) && !text_starts(value, text_of(k->own_host)) && !k->marked))
        fail_msg("a third host: %.*s", TEXT_ARGS(value));
}

/* Attributes of one tag; every value stands in double quotes. */
static void check_attributes(struct walk *k, struct text rest)
{
    while ((rest = text_trim(rest)).length) {
        size_t name = 0, end = 0;

        while (name < rest.length && !strchr("= \n/", rest.at[name]))
            name++;
        if (name == rest.length || rest.at[name] != '=') {
            check_attribute(k, text_first(rest, name), TEXT(""));
            rest = text_from(rest, name + 1);
            continue;
        }
        if (rest.at[name + 1] != '"' || !text_find(text_from(rest, name + 2), TEXT("\""), &end))
            fail_msg("an attribute without quotes: %.*s", TEXT_ARGS(text_first(rest, 60)));
        check_attribute(k, text_first(rest, name), text_first(text_from(rest, name + 2), end));
        rest = text_from(rest, name + 2 + end + 1);
    }
}

static void open_tag(struct walk *k, struct text tag)
{
    static const char *const forbidden[] = { "script", "style", "iframe", "object", "embed" };

    if (is_one_of(tag, forbidden, COUNT_OF(forbidden)))
        fail_msg("no %.*s element in a page", TEXT_ARGS(tag));
    k->headings += text_equal(tag, TEXT("h1"));
    k->mains += text_equal(tag, TEXT("main"));
    if (is_void(tag))
        return;
    assert_true(k->depth < DEPTH_MAX);
    k->open[k->depth++] = tag;
}

static void close_tag(struct walk *k, struct text tag)
{
    if (k->depth == 0 || !text_equal(k->open[k->depth - 1], tag))
        fail_msg("</%.*s> closes <%.*s>", TEXT_ARGS(tag), TEXT_ARGS(k->depth ? k->open[k->depth - 1] : TEXT("nothing")));
    k->depth--;
}

/* The end of the tag that begins at `<`, quotes respected. */
static size_t tag_end(struct text page, size_t at)
{
    bool quoted = false;

    for (; at < page.length; at++) {
        quoted ^= page.at[at] == '"';
        if (page.at[at] == '>' && !quoted)
            return at;
    }
    fail_msg("the page ends inside a tag");
    return 0;
}

static void check_anchors(const struct walk *k)
{
    for (int i = 0; i < k->anchor_count; i++) {
        bool found = false;

        for (int j = 0; j < k->id_count; j++)
            found |= text_equal(k->anchors[i], k->ids[j]);
        if (!found)
            fail_msg("nothing has the id of the link #%.*s", TEXT_ARGS(k->anchors[i]));
    }
}

void assert_page(struct html page, const char *own_host)
{
    struct walk *k = calloc(1, sizeof *k);
    struct text p = page.markup;

    assert_non_null(k);
    k->own_host = own_host;
    assert_true(text_is_utf8(p));
    for (size_t i = 0; i < p.length; i++) {
        size_t end, name = 0;
        struct text tag;

        if (p.at[i] != '<')
            continue;
        end = tag_end(p, i);
        tag = (struct text){ p.at + i + 1, end - i - 1 };
        while (name < tag.length && !strchr(" \n", tag.at[name]))
            name++;
        if (tag.at[0] == '/') {
            close_tag(k, text_from(text_first(tag, name), 1));
        } else {
            struct text only = text_first(tag, name);

            if (text_ends(only, TEXT("/")))
                only.length--;
            open_tag(k, only);
            k->marked = text_equal(only, TEXT("a")) && text_ends(tag, TEXT(" rel=\"external\""));
            check_attributes(k, text_from(tag, name));
        }
        i = end;
    }
    assert_int_equal(0, k->depth);
    assert_int_equal(1, k->headings);
    assert_int_equal(1, k->mains);
    check_anchors(k);
    free(k);
}

void assert_shows(struct html page, const char *words)
{
    size_t at;

    if (!text_find(page.markup, text_of(words), &at))
        fail_msg("the page does not show \"%s\"", words);
}

void assert_shows_not(struct html page, const char *words)
{
    size_t at;

    if (text_find(page.markup, text_of(words), &at))
        fail_msg("the page shows \"%s\"", words);
}

void dump_page(struct html page, const char *name)
{
    const char *folder = getenv("PAGE_DUMP");
    char path[512];
    FILE *file;

    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s.html", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(page.markup.length, fwrite(page.markup.at, 1, page.markup.length, file));
    assert_int_equal(0, fclose(file));
}

void check_page(struct html page, const char *name, int language)
{
    char file[64];

    snprintf(file, sizeof file, "%s-%s", name, tags[language]);
    dump_page(page, file);
    assert_page(page, OWN_HOST);
    snprintf(file, sizeof file, "<html lang=\"%s\" dir=\"ltr\">", tags[language]);
    assert_shows(page, file);
    assert_shows(page, "<a class=\"skip\" href=\"#main\">");
    assert_shows(page, language == 0 ? "demonstration" : "デモ");
}
