#include "policy/span_words.h"

bool span_words(struct work *w, enum language language, struct law_span span, struct text *out_text)
{
    static const struct { enum message one, many; } units[LAW_UNITS] = {
        [UNIT_BUSINESS_DAYS] = { MSG_DOC_SPAN_BUSINESS_DAY, MSG_DOC_SPAN_BUSINESS_DAYS },
        [UNIT_CALENDAR_DAYS] = { MSG_PAGE_PERIOD_DAY, MSG_PAGE_PERIOD_DAYS },
        [UNIT_MONTHS] = { MSG_PAGE_PERIOD_MONTH, MSG_PAGE_PERIOD_MONTHS },
        [UNIT_HOURS] = { MSG_DOC_SPAN_HOUR, MSG_DOC_SPAN_HOURS },
    };
    struct text count;

    *out_text = TEXT("");
    if (span.unit < UNIT_BUSINESS_DAYS || span.unit > UNIT_HOURS)
        return true;
    TRY(work_format(w, &count, "%d", span.count));
    return message_format(w, language, span.count == 1 ? units[span.unit].one : units[span.unit].many, &count, 1, out_text);
}
