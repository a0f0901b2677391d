#include "base/teeth.h"

#include <stdatomic.h>

static const char *const names[TEETH] = {
    [TOOTH_GATE_FIELDS] = "gate.fields",
    [TOOTH_GATE_BASIS] = "gate.basis",
    [TOOTH_GATE_REGION] = "gate.region",
    [TOOTH_SEAL] = "vault.seal",
    [TOOTH_RETENTION_SWEEP] = "retention.sweep",
    [TOOTH_SHRED] = "vault.shred",
    [TOOTH_DELIVERY] = "delivery.send",
    [TOOTH_DELIVERY_DECISION] = "delivery.decision",
    [TOOTH_LEDGER] = "ledger.leaf",
    [TOOTH_VERSION_BYTES] = "version.bytes",
    [TOOTH_CONTACTS] = "page.contacts",
    [TOOTH_PURPOSE_BIND] = "purpose.bind",
    [TOOTH_GATE_REQUIRED] = "gate.required",
    [TOOTH_GATE_PURPOSE] = "gate.purpose",
    [TOOTH_RETENTION_DATE] = "retention.date",
    [TOOTH_VERSION_DATE] = "version.date",
    [TOOTH_CONTROLLER] = "page.controller",
    [TOOTH_VERSION_SWITCH] = "version.switch",
    [TOOTH_VERSION_NOTICE] = "version.notice",
    [TOOTH_VERSION_ANNOUNCE] = "version.announce",
    [TOOTH_COOKIES] = "page.cookies",
    [TOOTH_RECIPIENTS] = "page.recipients",
    [TOOTH_RIGHTS] = "page.rights",
    [TOOTH_SCOPE] = "page.scope",
    [TOOTH_LINKS] = "page.links",
    [TOOTH_CONFIRM] = "consent.confirm",
    [TOOTH_SIGNAL] = "consent.tell",
    [TOOTH_CONTRACT] = "delivery.contract",
    [TOOTH_APPENDIX_DATE] = "appendix.date",
    [TOOTH_WITHDRAWAL] = "consent.withdraw",
};

const char *tooth_name(enum tooth t)
{
    return (unsigned)t < TEETH ? names[t] : "unknown";
}

bool tooth_find(struct text name, enum tooth *out_tooth)
{
    for (int i = 0; i < TEETH; i++) {
        if (!text_equal(name, text_of(names[i])))
            continue;
        *out_tooth = (enum tooth)i;
        return true;
    }
    return false;
}

#ifdef PRIVACYD_TEETH
static atomic_bool out[TEETH];

bool tooth_is_out(enum tooth t)
{
    return atomic_load_explicit(&out[t], memory_order_relaxed);
}

void tooth_pull(enum tooth t)
{
    atomic_store(&out[t], true);
}

void tooth_restore(enum tooth t)
{
    atomic_store(&out[t], false);
}
#endif
