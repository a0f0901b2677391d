#include "policy/own_record.h"

#define WORDS(name) MSG_OWN_##name##_WHAT, MSG_OWN_##name##_WHY, MSG_OWN_##name##_KEEP

const struct own_record own_records[] = {
    { "form", "record retention subject", WORDS(RECORD), { 0 } },
    { "fingerprint", "record", WORDS(IDENTITY), { 0 } },
    { "delivery", "outbox signal", WORDS(OUTBOX), { OWN_TRACE_DAYS } },
    { "notice", "notice", WORDS(NOTICE), { OWN_TRACE_DAYS } },
    { "suppression", "suppression", WORDS(SUPPRESSION), { 0 } },
    { "once", "once", WORDS(ONCE), { OWN_EQUAL_FORM_MINUTES, OWN_RECEIPT_HOURS } },
    { "tombstone", "shred subject", WORDS(TOMBSTONE), { OWN_TRACE_DAYS } },
    { "hold", "hold", WORDS(HOLD), { OWN_EVIDENCE_MONTHS } },
    { "fact", "fact pulse commit_group", WORDS(FACT), { OWN_EVIDENCE_MONTHS } },
    { "tree", "tile log_head", WORDS(TREE), { 0 } },
    { "refusal", "refusal", WORDS(REFUSAL), { OWN_EVIDENCE_MONTHS } },
    { "observed", "observed", WORDS(OBSERVED), { OWN_TRACE_DAYS } },
    { "task", "task", WORDS(TASK), { OWN_EVIDENCE_MONTHS } },
    { "version", "site name name_alias policy_version policy_document policy_announced", WORDS(VERSION), { 0 } },
    { "consent", "consent", WORDS(CONSENT), { OWN_EVIDENCE_MONTHS } },
    { "api_key", "api_key", WORDS(API_KEY), { 0 } },
};
const size_t own_record_count = COUNT_OF(own_records);
