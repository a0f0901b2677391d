#include "golden.h"

#include "markup.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { GOLDEN_MAX = 64 * 1024, DEPTH_MAX = 32, ATTRIBUTES_MAX = 16 };

static void write_golden(const char *path, struct html html)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(html.markup.length, fwrite(html.markup.at, 1, html.markup.length, file));
    assert_int_equal(0, fclose(file));
}

void assert_golden(struct html html, const char *name)
{
    static char bytes[GOLDEN_MAX];
    char path[512];
    size_t length, same = 0;
    FILE *file;

    assert_xml(html);
    dump_page(html, name);
    snprintf(path, sizeof path, "test/unit/page/golden/%s.html", name);
    snprintf(path, sizeof path, "%s", unit_source_path(path));
    if (getenv("GOLDEN_WRITE"))
        write_golden(path, html);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    while (same < length && same < html.markup.length && bytes[same] == html.markup.at[same])
        same++;
    if (same != length || same != html.markup.length)
        fail_msg("%s differs from byte %zu on: %.*s", path, same, TEXT_ARGS(text_first(text_from(html.markup, same), 120)));
}

/* Char of XML 1.0, in well-formed UTF-8. */
static void check_characters(struct text t)
{
    assert_true(text_is_utf8(t));
    for (size_t i = 0; i < t.length; i++) {
        const unsigned char *u = (const unsigned char *)t.at + i;

        assert_true(*u >= 0x20 || *u == '\t' || *u == '\n' || *u == '\r');
        assert_false(i + 2 < t.length && u[0] == 0xEF && u[1] == 0xBF && u[2] >= 0xBE);
    }
}

static void check_words(struct text t)
{
    static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

    for (size_t i = 0; i < t.length; i++) {
        bool known = t.at[i] != '&';

        for (size_t k = 0; k < COUNT_OF(entities); k++)
            known |= text_starts(text_from(t, i), text_of(entities[k]));
        if (!known || t.at[i] == '<' || text_starts(text_from(t, i), TEXT("]]>")))
            fail_msg("no text of XML: %.*s", TEXT_ARGS(text_first(text_from(t, i), 40)));
    }
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* The attributes of one tag, and whether it closes itself. */
static bool check_tag(struct text rest)
{
    struct text names[ATTRIBUTES_MAX];
    size_t count = 0, end;

    while ((rest = text_trim(rest)).length && rest.at[0] != '/') {
        size_t name = 0;

        while (name < rest.length && is_name(rest.at[name]))
            name++;
        if (name == 0 || !text_starts(text_from(rest, name), TEXT("=\"")) || !text_find(text_from(rest, name + 2), TEXT("\""), &end))
            fail_msg("no attribute of XML: %.*s", TEXT_ARGS(text_first(rest, 40)));
        for (size_t i = 0; i < count; i++)
            assert_false(text_equal(names[i], text_first(rest, name)));
        assert_true(count < ATTRIBUTES_MAX);
        names[count++] = text_first(rest, name);
        check_words(text_first(text_from(rest, name + 2), end));
        rest = text_from(rest, name + 2 + end + 1);
        assert_true(rest.length == 0 || rest.at[0] == ' ' || rest.at[0] == '/' || rest.at[0] == '\n');
    }
    assert_true(rest.length <= 1);
    return rest.length == 1;
}

void assert_xml(struct html html)
{
    struct text rest = html.markup, words, tag, open[DEPTH_MAX];
    int depth = 0;

    check_characters(rest);
    while (text_cut(&rest, '<', &words)) {
        size_t name = 0;

        check_words(words);
        if (rest.length == 0)
            break;
        assert_true(text_cut(&rest, '>', &tag)); /* the five entities keep > out of values */
        while (name < tag.length && (is_name(tag.at[name]) || (name == 0 && tag.at[0] == '/')))
            name++;
        if (tag.at[0] == '/') {
            assert_true(depth > 0 && name == tag.length && text_equal(open[depth - 1], text_from(tag, 1)));
            depth--;
        } else if (!check_tag(text_from(tag, name))) {
            assert_true(depth < DEPTH_MAX);
            open[depth++] = text_first(tag, name);
        }
    }
    assert_int_equal(0, depth);
}
