/* Channels: what is asked of whom, for what, and where it goes. */
#include "policy/diff_inside.h"

/* --- fields ---------------------------------------------------------------------------------------------------------------------------------- */

static const struct channel_field *field_of(const struct channel *channel, const struct data_item *data)
{
    for (size_t i = 0; data && i < channel->field_count; i++)
        if (text_equal(channel->fields[i].data->id, data->id))
            return &channel->fields[i];
    return NULL;
}

/* The people who are asked for it. An appendix may forbid it all the same; that is told with the appendix. */
static uint64_t asked(const struct differ *x, const struct channel *channel, const struct data_item *data, bool of_after)
{
    uint64_t regions = x->diff->everywhere;

    if (!channel || !field_of(channel, data))
        return 0;
    for (size_t i = 0; i < channel->exception_count; i++)
        if (exception_names(&channel->exceptions[i], data))
            regions &= ~(of_after ? diff_region_after(x, channel->exceptions[i].region) : diff_region_before(x, channel->exceptions[i].region));
    return regions;
}

/* Whether the older policy used data of a category for a purpose. */
static bool was_used(const struct differ *x, const struct purpose *purpose, struct text category)
{
    for (size_t i = 0; i < x->before->channel_count; i++) {
        const struct channel *channel = &x->before->channels[i];
        for (size_t k = 0; k < channel->field_count; k++)
            if (text_equal(channel->purpose->id, purpose->id) && text_equal(channel->fields[k].data->category, category))
                return true;
    }
    return false;
}

/* Of a new purpose everything is new; that is told with the purpose. */
static enum change_kind field_kind(const struct differ *x, const struct channel *channel, const struct data_item *data)
{
    const struct purpose *was = purpose_before(x, channel->purpose);

    return was && !was_used(x, was, data->category) ? CHANGE_CATEGORY_ADDED : CHANGE_FIELD_ADDED;
}

static const char *field_key(const struct channel_field *field)
{
    return field->required ? "required" : "optional";
}

static void field_added(struct differ *x, const struct channel *was, const struct channel *is, const struct channel_field *field)
{
    uint64_t regions = asked(x, is, field->data, true) & ~asked(x, was, data_before(x, field->data), false);
    enum change_kind kind = field_kind(x, is, field->data);

    if (regions && (was || kind == CHANGE_CATEGORY_ADDED)) /* the rest is told with the new channel */
        DIFF_ADD(x, .kind = kind, .path = PATH(TEXT("channels"), is->id, text_of(field_key(field))), .subject = value_words(x->after, &field->data->label),
            .after = value_code(FORM_FIELD, text_of(field_key(field))), .regions = regions, .channel = is->id, .after_place = field->place);
}

static void field_removed(struct differ *x, const struct channel *was, const struct channel *is, const struct channel_field *field)
{
    uint64_t regions = asked(x, was, field->data, false) & ~asked(x, is, data_after(x, field->data), true);

    if (regions)
        DIFF_ADD(x, .kind = CHANGE_FIELD_REMOVED, .path = PATH(TEXT("channels"), is->id, text_of(field_key(field))),
            .subject = value_words(x->before, &field->data->label), .before = value_code(FORM_FIELD, text_of(field_key(field))), .regions = regions, .channel = is->id,
            .before_place = field->place);
}

static void field_demanded(struct differ *x, const struct channel *was, const struct channel *is, const struct channel_field *field)
{
    const struct channel_field *before = field_of(was, data_before(x, field->data));

    if (before && before->required != field->required)
        DIFF_ADD(x, .kind = field->required ? CHANGE_FIELD_DEMANDED : CHANGE_FIELD_LEFT_FREE,
            .path = PATH(TEXT("channels"), is->id, text_of(field_key(field))), .subject = value_words(x->after, &field->data->label),
            .before = value_code(FORM_FIELD, text_of(field_key(before))), .after = value_code(FORM_FIELD, text_of(field_key(field))), .regions = asked(x, is, field->data, true),
            .channel = is->id, .before_place = before->place, .after_place = field->place);
}

static void fields(struct differ *x, const struct channel *was, const struct channel *is)
{
    for (size_t i = 0; i < is->field_count; i++) {
        field_added(x, was, is, &is->fields[i]);
        if (was)
            field_demanded(x, was, is, &is->fields[i]);
    }
    for (size_t i = 0; was && i < was->field_count; i++)
        field_removed(x, was, is, &was->fields[i]);
}

/* --- where it goes --------------------------------------------------------------------------------------------------------------------------- */

static const struct delivery *delivery_to(const struct channel *channel, const struct delivery *wanted)
{
    for (size_t i = 0; i < channel->deliver_count; i++)
        if (channel->deliver[i].kind == wanted->kind && text_equal(channel->deliver[i].to, wanted->to))
            return &channel->deliver[i];
    return NULL;
}

static bool is_attested_alike(const struct delivery *a, const struct delivery *b)
{
    return a->attested == b->attested && text_equal(a->by, b->by) && a->on.number == b->on.number && a->review.number == b->review.number &&
           hash_equal(a->document, b->document);
}

static void deliveries(struct differ *x, const struct channel *was, const struct channel *is)
{
    for (size_t i = 0; i < is->deliver_count; i++) {
        const struct delivery *to = &is->deliver[i], *before = delivery_to(was, to);
        if (!before)
            DIFF_ADD(x, .kind = CHANGE_DELIVERY, .path = PATH(TEXT("channels"), is->id, TEXT("deliver")), .subject = value_words(x->after, &is->label),
                .after = value_text(to->to), .channel = is->id, .after_place = to->place);
        else if (!is_attested_alike(before, to))
            DIFF_ADD(x, .kind = CHANGE_REVIEWED, .path = PATH(TEXT("channels"), is->id, TEXT("deliver")), .subject = value_text(to->to), .channel = is->id,
                .before_place = before->place, .after_place = to->place);
    }
    for (size_t i = 0; i < was->deliver_count; i++)
        if (!delivery_to(is, &was->deliver[i]))
            DIFF_ADD(x, .kind = CHANGE_DELIVERY, .path = PATH(TEXT("channels"), is->id, TEXT("deliver")), .subject = value_words(x->after, &is->label),
                .before = value_text(was->deliver[i].to), .channel = is->id, .before_place = was->deliver[i].place);
}

/* --- channels -------------------------------------------------------------------------------------------------------------------------------- */

static struct text source_word(enum channel_source source)
{
    static const struct text words[] = { [FROM_PERSON] = { "person", 6 }, [FROM_DEVICE] = { "device", 6 }, [FROM_LOG] = { "log", 3 } };

    return words[source];
}

static void purpose_and_source(struct differ *x, const struct channel *was, const struct channel *is)
{
    if (!is_same_purpose(x, was->purpose->id, is->purpose->id))
        DIFF_ADD(x, .kind = CHANGE_CHANNEL_PURPOSE, .path = PATH(TEXT("channels"), is->id, TEXT("purpose")), .subject = value_words(x->after, &is->label),
            .before = value_words(x->before, &was->purpose->label), .after = value_words(x->after, &is->purpose->label), .channel = is->id,
            .consent = diff_needs_consent(x, is->purpose, x->diff->everywhere), .before_place = was->place, .after_place = is->place);
    if (was->source != is->source)
        DIFF_ADD(x, .kind = CHANGE_CHANNEL_SOURCE, .path = PATH(TEXT("channels"), is->id, TEXT("from")), .subject = value_words(x->after, &is->label),
            .before = value_code(FORM_SOURCE, source_word(was->source)), .after = value_code(FORM_SOURCE, source_word(is->source)), .channel = is->id, .before_place = was->place,
            .after_place = is->place);
}

static bool ignores_alike(const struct channel *a, const struct channel *b)
{
    return list_within(a->ignore, a->ignore_count, b->ignore, b->ignore_count) && list_within(b->ignore, b->ignore_count, a->ignore, a->ignore_count);
}

static void workings(struct differ *x, const struct channel *was, const struct channel *is)
{
    if (was->double_opt_in != is->double_opt_in)
        DIFF_ADD(x, .kind = is->double_opt_in ? CHANGE_CONFIRM_ADDED : CHANGE_CONFIRM_REMOVED, .path = PATH(TEXT("channels"), is->id, TEXT("confirm")),
            .subject = value_words(x->after, &is->label), .channel = is->id, .before_place = was->place, .after_place = is->place);
    if (was->unknown != is->unknown)
        DIFF_ADD(x, .kind = CHANGE_WORKINGS, .path = PATH(TEXT("channels"), is->id, TEXT("unknown")), .subject = value_words(x->after, &is->label),
            .channel = is->id, .before_place = was->place, .after_place = is->place);
    if (!ignores_alike(was, is))
        DIFF_ADD(x, .kind = CHANGE_WORKINGS, .path = PATH(TEXT("channels"), is->id, TEXT("ignore")), .subject = value_words(x->after, &is->label),
            .channel = is->id, .before_place = was->place, .after_place = is->place);
}

static void compare(struct differ *x, const struct channel *was, const struct channel *is)
{
    diff_renamed(x, "channels", was->id, &is->was, is->id, was->place);
    purpose_and_source(x, was, is);
    fields(x, was, is);
    workings(x, was, is);
    deliveries(x, was, is);
    diff_label(x, CHANGE_CHANNEL_WORDS, "channels", was->id, &was->label, is->id, &is->label);
}

void diff_channels(struct differ *x)
{
    for (size_t i = 0; i < x->after->channel_count; i++) {
        const struct channel *is = &x->after->channels[i], *was = channel_before(x, is);
        if (was) {
            compare(x, was, is);
            continue;
        }
        DIFF_ADD(x, .kind = CHANGE_CHANNEL_ADDED, .path = PATH(TEXT("channels"), is->id), .subject = value_words(x->after, &is->label),
            .after = value_words(x->after, &is->purpose->label), .channel = is->id, .after_place = is->place);
        fields(x, NULL, is);
    }
    for (size_t i = 0; i < x->before->channel_count; i++)
        if (!channel_after(x, &x->before->channels[i]))
            DIFF_ADD(x, .kind = CHANGE_CHANNEL_REMOVED, .path = PATH(TEXT("channels"), x->before->channels[i].id),
                .subject = value_words(x->before, &x->before->channels[i].label), .channel = x->before->channels[i].id, .of = x->before,
                .before_place = x->before->channels[i].place);
}
