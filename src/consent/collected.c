#include "consent/collected.h"

#include "consent/confirm.h"
#include "consent/consent.h"

static bool add_event(struct work *w, const struct submission *s)
{
    const struct policy *p = &s->version->policy;
    const struct channel *channel = policy_channel(p, s->channel);
    int language = policy_language_or_own(p, s->language);
    struct consent_event e = {
        .act = CONSENT_GIVEN, .mechanism = s->door == DOOR_FORM ? CONSENT_BY_FORM : CONSENT_BY_API, .purpose = channel->purpose->number,
        .channel = channel->number, .policy_number = s->version->number, .language = p->languages[language],
        .words = consent_words(p, channel->purpose, language), .region = s->region_code, .region_source = s->region_source,
        .subject = s->subject_uid.id, .record = s->record.id, .subject_row = s->subject_row,
    };

    return consent_add(w, &e, NULL);
}

bool consent_collect_step(struct work *w, struct submission *s, int phase, enum task_next *out_next)
{
    TRY(collect_step(w, s, phase, out_next));
    if (phase > 0 || s->end != COLLECT_KEPT || s->verdict->basis != BASIS_CONSENT)
        return true;
    return s->unconfirmed ? confirm_ask(w, s) : add_event(w, s);
}
