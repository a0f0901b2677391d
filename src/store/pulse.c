#include "store/pulse.h"

#include "store_queries.h"

bool pulse_write(struct work *w, int64_t site, const char *mechanism, int64_t number, struct store_value position)
{
    return LIST_WRITE(w, query_pulse_write, 1, NULL, STORE_NUMBER(site), STORE_TEXT(text_of(mechanism)), STORE_NUMBER(w->now.ms), STORE_NUMBER(number),
                      position);
}

bool pulse_find(struct work *w, int64_t site, const char *mechanism, struct pulse *out_pulse)
{
    const struct sql_value values[] = { sql_number(site), sql_text(text_of(mechanism)) };
    struct pulse pulse = { .position = -1 };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_pulse_find, values, (int)COUNT_OF(values), &row));
    if (row.count) {
        TRY(sql_row_number(w, &row, 0, &pulse.at.ms));
        TRY(sql_row_number(w, &row, 1, &pulse.number));
        if (row.values[2].type != SQL_NULL)
            TRY(sql_row_number(w, &row, 2, &pulse.position));
    }
    *out_pulse = pulse;
    return true;
}
