/* The operator's law files: one that is wrong closes nothing but publishing, and says so. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

static void write_law(const char *folder, const char *words)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/own.yaml", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs(words, file);
    fclose(file);
}

static void a_law_file_with_errors_keeps_versions_back_and_nothing_else(void **state)
{
    CLEANUP(scene_close) struct scene *s = scene_open("2026-03-01T09:00:00Z");
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    struct text changed = scene_policy_with(s, "Hikari camera website", "Hikari camera shop");
    struct reply r;

    (void)state;
    write_law(folder, "law: 1\nregions: { US-CA: { metods: 1 } }\n");
    s->config.law_folder = text_of(folder);
    scene_restart(s);
    assert_status(200, scene_get(s, "/privacy/"));
    r = scene_publish(s, changed);
    assert_status(422, r);
    assert_true(reply_holds(&r, "own.yaml:2:21: error[PD0020]: `metods` is not a key of region"));
    assert_true(reply_holds(&r, "a law file has errors"));
    assert_int_equal(1, scene_number(s, "SELECT max(number) FROM policy_version"));

    write_law(folder, "law: 1\nregions: { BR: { name: Brazil } }\n");
    scene_restart(s);
    assert_status(201, scene_publish(s, changed));
}

static void a_law_folder_that_is_not_there_keeps_versions_back_and_nothing_else(void **state)
{
    CLEANUP(scene_close) struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r;

    (void)state;
    s->config.law_folder = TEXT("/nowhere/at/all");
    scene_restart(s);
    assert_status(200, scene_get(s, "/privacy/"));
    r = scene_publish(s, scene_policy_with(s, "Hikari camera website", "Hikari camera shop"));
    assert_status(422, r);
    assert_true(reply_holds(&r, "the folder of law files /nowhere/at/all cannot be read"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_law_file_with_errors_keeps_versions_back_and_nothing_else),
        cmocka_unit_test(a_law_folder_that_is_not_there_keeps_versions_back_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
