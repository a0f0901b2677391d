#include "unit.h"

#include <stdio.h>

/* Compiles one template and a part of it, with one message, and expects `words` in what the compiler says; "" for success. */
static void expect_compiler(const char *template, const char *words)
{
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    char path[512], command[2048], said[1024] = "";
    size_t length;
    FILE *file;
    int status;

    snprintf(command, sizeof command, "mkdir %1$s/en && printf 'hello: Hello {0}\\nbye: Bye\\n' >%1$s/en/a.txt && printf '<p>{x}</p>' >%1$s/part.html", folder);
    file = popen(command, "r");
    assert_int_equal(0, pclose(file));
    snprintf(path, sizeof path, "%s/page.html", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(template, file);
    assert_int_equal(0, fclose(file));
    snprintf(command, sizeof command, "python3 %2$s %1$s/out.h %1$s/out.c %1$s/page.html %1$s/part.html %1$s/en/a.txt 2>&1", folder,
             unit_source_path("tools/templates.py"));
    file = popen(command, "r");
    assert_non_null(file);
    length = fread(said, 1, sizeof said - 1, file);
    said[length] = '\0';
    status = pclose(file);
    if (!strstr(said, words) || (*words == '\0') != (status == 0))
        fail_msg("expected \"%s\" in \"%s\" for %s", words, said, template);
}

static void what_is_right_compiles(void **state)
{
    static const char *const right[] = {
        "<p>{a}</p>", "<p class=\"a {b}\">x</p>", "<a href=\"{url}\">x</a>", "<a href=\"/x/{id}\">x</a>", "<a href=\"{mount}/v/{id}#{id}\">x</a>",
        "{?a}<p>{a}</p>{/}{!a}<p>none</p>{/}", "{#rows}<i>{x}{^a}</i>{#rows}<b>{y}</b>{/}{/}", "{>part}", "<input {?on}required {/}>",
        "<a href=\"x\"{?on} title=\"y\"{/}>z</a>", "{@bye}{@hello a}", "<p title=\"{@hello a}\">x</p>", "<!-- a comment -->", "<script src=\"/c.js\"></script>",
        "{#rows}<i>{x}</i>{/}{#rows}<b>{y}</b>{/}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++)
        expect_compiler(right[i], "");
}

static void what_is_wrong_is_named_with_file_and_line(void **state)
{
    static const struct { const char *template, *words; } wrong[] = {
        { "<p>\n<a href={u}>", "page.html:2: a value may stand in text or in a quoted attribute, not here" },
        { "<a href=x>", "page.html:1: the value of href must stand in \"double quotes\"" },
        { "<a href='x'>", "the value of href must stand in \"double quotes\"" },
        { "<p {a}>", "page.html:1: a value may stand in text or in a quoted attribute, not here" },
        { "<{a}>", "a `<` that begins no tag" },
        { "<p\n{a}=\"x\">", "page.html:2: a value may stand" },
        { "<p onclick=\"x\">", "no onclick attribute" },
        { "<p style=\"color:{c}\">", "no style attribute" },
        { "<img srcset=\"{c}\">", "no srcset attribute" },
        { "<style>p{a}</style>", "no style element" },
        { "\n<script>var a = 1</script>", "page.html:2: no inline script" },
        { "<script>{a}</script>", "no inline script" },
        { "<a href=\"java{x}\">", "could make it a scheme" },
        { "<a href=\"{@bye}\">", "a message cannot be a URL" },
        { "{@none}", "there is no message none" },
        { "\n\n{@hello}", "page.html:3: the message hello takes 1 values, not 0" },
        { "{a.b}", "page.html:1: a brace that is no {name}" },
        { "<p>{a b}</p>", "`a` takes no further words" },
        { "<p>\n}</p>", "page.html:2: a brace" },
        { "{?a}\n<p>", "page.html:1: this block has no {/}" },
        { "{/}", "{/} closes nothing" },
        { "<p {?a}class=\"{/}\">", "this block ends in another place of the markup than it begins" },
        { "<p class=\"", "the template ends inside a tag" },
        { "{a}{#a}{b}{/}", "a is used as list here and as text before" },
        { "{>nothing}", "the part nothing does not exist" },
        { "{>page}", "the part page holds itself" },
        { "<p title=\"{>part}\">", "a part stands between tags only" },
        { "a < b", "a `<` that begins no tag; write &lt;" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        expect_compiler(wrong[i].template, wrong[i].words);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_compiles),
        cmocka_unit_test(what_is_wrong_is_named_with_file_and_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
