/* Plays the line from post to sweep and prints the state of one promise as the public page says it: for tools/teeth.py. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

static char state[64];

/* A message waits, and the policy of the next moment has no ground for it any more. */
static void take_the_ground_away(struct scene *s)
{
    scene_person(s, "Fifth Person", "fifth@visitor.example", "hello");
    scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { EU: contract, UK: contract, JP: contract, US-CA: off }\n"));
    scene_settle(s);
}

/* A version was announced, and its day has come. */
static void let_the_day_come(struct scene *s)
{
    scene_publish_with(s, scene_policy_with(s, "answer you and help you", "answer you, and help you"), "\"effective\":\"2026-04-01T00:00:00Z\"");
    scene_move(s, "2026-04-02T00:00:00Z");
}

/* The rest of the policy changes, and the appendix does not. */
static void change_the_rest(struct scene *s)
{
    scene_publish(s, scene_policy_with(s, "keep: 13 months after collected", "keep: 12 months after collected"));
}

static void name_another_service(struct scene *s)
{
    scene_publish(s, scene_policy_with(s, "site:\n", "services:\n  portal: { label: Portal, policy: \"https://portal.example/privacy\" }\n\nsite:\n"));
}

/* A material change is announced, and its day has not come. */
static void announce_a_change(struct scene *s)
{
    scene_publish_with(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 36 months after last_contact"), "\"dry_run\":false");
}

static void play(const char *clause)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *second;
    struct text json, key;
    struct reply r;

    r = scene_command(s, "/control/keys/create", "{\"name\":\"state\",\"channels\":\"*\"}");
    key = reply_member(s, &r, "key");
    scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_settle(s);
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_HOURS(2).ms });
    second = scene_person(s, "Second Person", "second@visitor.example", "hello");
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", second));
    scene_command(s, "/control/erase", json.at); /* before its mail has left */
    scene_settle(s);
    scene_post_json(s, "/privacy/api/v1/collect/contact", key.at, "{\"name\":\"Third\",\"email\":\"t@visitor.example\",\"message\":\"hi\",\"birthdate\":\"1815-12-10\"}");
    scene_post_json(s, "/privacy/api/v1/collect/contact", key.at,
                    "{\"name\":\"Fourth\",\"email\":\"f@visitor.example\",\"message\":\"hi\",\"phone\":\"+81312345678\",\"region\":\"US-CA\"}");
    scene_move(s, "2026-03-02T12:00:00Z");
    if (strcmp(clause, "P3A2-2") == 0)
        scene_sign_up(s, "seventh@visitor.example"); /* and presses no button */
    if (strcmp(clause, "P3A2-2") == 0 || strcmp(clause, "P8.1-6") == 0 || strcmp(clause, "P6A2-2") == 0)
        scene_post_form(s, scene_confirm(s, scene_sign_up(s, "sixth@visitor.example")), "List-Unsubscribe=One-Click");
    if (strcmp(clause, "P4-1") == 0)
        take_the_ground_away(s);
    if (strcmp(clause, "P12-1") == 0)
        let_the_day_come(s);
    if (strcmp(clause, "P0-2") == 0)
        name_another_service(s);
    if (strcmp(clause, "C0-2") == 0)
        change_the_rest(s);
    if (strcmp(clause, "P12-2") == 0)
        announce_a_change(s);
    if (strcmp(clause, "P9-2") == 0)
        scene_move(s, "2028-03-02T00:00:00Z");
    snprintf(state, sizeof state, "%.*s", TEXT_ARGS(scene_promise(s, clause)));
    scene_close(&s);
}

static const char *asked;

static void print_state(void **unused)
{
    (void)unused;
    play(asked);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(print_state) };
    int result;

    if (count != 2)
        return 2;
    asked = arguments[1];
    result = cmocka_run_group_tests_name("state", tests, NULL, NULL);
    puts(state); /* the last line is the answer */
    return result;
}
