#include "page/own_rows.h"

#include "collect/collect.h"
#include "collect/token.h"
#include "retention/sweep.h"

#define ROW(name) MSG_PAGE_OWN_##name##_WHAT, MSG_PAGE_OWN_##name##_WHY, MSG_PAGE_OWN_##name##_KEEP

const struct own_row own_rows[] = {
    { "record retention subject", ROW(RECORD), { 0 } },
    { "record", ROW(IDENTITY), { 0 } },
    { "outbox", ROW(OUTBOX), { EXPIRY_TRACE_DAYS } },
    { "once", ROW(ONCE), { EQUAL_BODY_MINUTES, RECEIPT_TOKEN_HOURS } },
    { "shred subject", ROW(TOMBSTONE), { EXPIRY_TRACE_DAYS } },
    { "hold", ROW(HOLD), { EXPIRY_FACT_MONTHS } },
    { "fact pulse commit_group", ROW(FACT), { EXPIRY_FACT_MONTHS } },
    { "tile log_head", ROW(TREE), { 0 } },
    { "refusal", ROW(REFUSAL), { EXPIRY_FACT_MONTHS } },
    { "site name policy_version policy_document", ROW(VERSION), { 0 } },
    { "api_key", ROW(API_KEY), { 0 } },
};
const size_t own_row_count = COUNT_OF(own_rows);
