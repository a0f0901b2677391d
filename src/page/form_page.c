#include "page/form_page.h"

#include "page/input.h"
#include "page/notice_page.h"
#include "page/words.h"

static struct text value_of(const struct form_page *in, struct text name)
{
    for (size_t i = 0; i < in->value_count; i++)
        if (text_equal(in->values[i].name, name))
            return in->values[i].value;
    return TEXT("");
}

static const struct gate_problem *problem_of(const struct form_page *in, struct text name)
{
    for (size_t i = 0; i < in->problem_count; i++)
        if (text_equal(in->problems[i].field, name))
            return &in->problems[i];
    return NULL;
}

static bool problem_words(struct work *w, const struct reader *r, const struct form_page *in, const struct gate_problem *problem, struct text *out_text)
{
    static const enum message words[GATE_REASONS] = {
        [GATE_OK] = MSG_PAGE_PROBLEM_OTHER,              [GATE_NO_BASIS] = MSG_PAGE_PROBLEM_BASIS,
        [GATE_UNDECLARED] = MSG_PAGE_PROBLEM_UNDECLARED, [GATE_NOT_IN_REGION] = MSG_PAGE_PROBLEM_REGION,
        [GATE_REQUIRED_MISSING] = MSG_PAGE_PROBLEM_MISSING, [GATE_INVALID_VALUE] = MSG_PAGE_PROBLEM_INVALID,
        [GATE_REPEATED] = MSG_PAGE_PROBLEM_REPEATED,     [GATE_UNKNOWN_CHANNEL] = MSG_PAGE_PROBLEM_OTHER,
        [GATE_WRONG_ORIGIN] = MSG_PAGE_PROBLEM_OTHER,    [GATE_BAD_TOKEN] = MSG_PAGE_PROBLEM_TOKEN,
        [GATE_BAD_KEY] = MSG_PAGE_PROBLEM_OTHER,         [GATE_MALFORMED] = MSG_PAGE_PROBLEM_OTHER,
        [GATE_NO_NOTICE] = MSG_PAGE_PROBLEM_OTHER,       [GATE_UNKNOWN_REGION] = MSG_PAGE_PROBLEM_OTHER,
        [GATE_NOT_CONFIRMABLE] = MSG_PAGE_PROBLEM_CONFIRM, [GATE_NO_RETENTION] = MSG_PAGE_PROBLEM_RETENTION,
    };
    const struct data_item *data = policy_data(r->policy, problem->field);
    struct text label = data ? words_label(r, data) : problem->field;
    bool unsaid = problem->reason == GATE_NOT_IN_REGION && in->region < 0; /* she can say where she lives and send it after all */

    must((unsigned)problem->reason < GATE_REASONS);
    return message_format(w, reader_words(r), unsaid ? MSG_PAGE_PROBLEM_REGION_UNSAID : words[problem->reason], &label, 1, out_text);
}

static bool field_fill(struct work *w, const struct reader *r, const struct form_page *in, const struct channel_field *declared,
                       struct page_form_fields *field)
{
    const struct gate_problem *problem = problem_of(in, declared->data->id);
    const struct input *input = input_of(declared->data);

    field->id = declared->data->id;
    field->label = words_label(r, declared->data);
    field->optional = !declared->required;
    field->type = text_of(input->type);
    field->autocomplete = text_of(input->autocomplete);
    field->inputmode = text_of(input->inputmode);
    field->tall = input->tall;
    field->hint = input->hint == MESSAGES ? TEXT("") : message_text(reader_words(r), input->hint);
    field->value = value_of(in, field->id);
    TRY(words_number(w, (uint64_t)input->maximum, &field->maximum));
    if (problem)
        TRY(problem_words(w, r, in, problem, &field->error));
    field->described = field->hint.length || field->error.length;
    return true;
}

/* What was typed stays to be seen, even where it may not be asked for. */
static bool fields_fill(struct work *w, const struct reader *r, const struct form_page *in, struct page_form *page)
{
    struct page_form_fields *list = WORK_NEW(w, struct page_form_fields, in->channel->field_count);

    if (!list)
        return false;
    page->fields = list;
    for (size_t i = 0; i < in->channel->field_count; i++)
        if (channel_takes(r->policy, in->channel, in->channel->fields[i].data, in->region) || value_of(in, in->channel->fields[i].data->id).length)
            TRY(field_fill(w, r, in, &in->channel->fields[i], &list[page->fields_count++]));
    return true;
}

static bool is_shown(const struct page_form *page, struct text id)
{
    for (size_t i = 0; i < page->fields_count; i++)
        if (text_equal(page->fields[i].id, id))
            return true;
    return false;
}

static bool problems_fill(struct work *w, const struct reader *r, const struct form_page *in, struct page_form *page)
{
    struct page_form_problems *list = WORK_NEW(w, struct page_form_problems, in->problem_count);

    if (!list)
        return false;
    for (size_t i = 0; i < in->problem_count; i++) {
        if (is_shown(page, in->problems[i].field))
            list[i].anchor = in->problems[i].field;
        TRY(problem_words(w, r, in, &in->problems[i], &list[i].message));
    }
    page->problems = list;
    page->problems_count = in->problem_count;
    return true;
}

static bool regions_fill(struct work *w, const struct reader *r, const struct form_page *in, struct page_form *page)
{
    int count = in->ask_region ? r->policy->region_count : 0;
    struct page_form_regions *list = WORK_NEW(w, struct page_form_regions, (size_t)count);

    if (!list)
        return false;
    for (int i = 0; i < count; i++)
        list[i] = (struct page_form_regions){ .code = r->policy->regions[i].code, .name = words_region(r, i), .chosen = i == in->region };
    page->regions = list;
    page->regions_count = (size_t)count;
    return true;
}

bool form_page_render(struct work *w, const struct reader *r, const struct form_page *in, struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_form page = {
        .title = message_text(language, MSG_PAGE_FORM_TITLE),
        .language = reader_language(r),
        .token = in->token,
        .next = in->next,
        .send = message_text(language, in->channel->double_opt_in ? MSG_PAGE_FORM_SUBSCRIBE : MSG_PAGE_FORM_SEND),
    };
    struct frame frame = { .title = page.title };

    TRY(work_format(w, &page.action, "%.*s/in/%.*s", TEXT_ARGS(reader_mount(r)), TEXT_ARGS(in->channel->id)));
    frame.path = page.action;
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    TRY(notice_fill(w, r, in->channel, in->region, in->version, in->posted, &page.notice));
    TRY(fields_fill(w, r, in, &page));
    TRY(problems_fill(w, r, in, &page));
    TRY(regions_fill(w, r, in, &page));
    return page_form_render(w, language, &page, out_html);
}
