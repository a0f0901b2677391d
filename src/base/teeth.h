/* Teeth: named switches that make one mechanism do nothing, so that tests can show that its scene and its promise then fail.
 * They exist in test builds only (-Dteeth=true); elsewhere TEETH_OUT(...) is the constant false and costs nothing. */
#ifndef BASE_TEETH_H
#define BASE_TEETH_H

#include "base/text.h"

#include <stdbool.h>

enum tooth {
    TOOTH_GATE_FIELDS,     /* the gate lets undeclared fields pass */
    TOOTH_GATE_BASIS,      /* the gate asks for no legal basis */
    TOOTH_GATE_REGION,     /* the appendix of a region is ignored */
    TOOTH_SEAL,            /* records are stored in clear */
    TOOTH_RETENTION_SWEEP, /* the sweeper is idle */
    TOOTH_SHRED,           /* a key is marked shredded and left in its slot */
    TOOTH_DELIVERY,        /* accepted messages reach nobody */
    TOOTH_DELIVERY_DECISION, /* no second decision before sending */
    TOOTH_LEDGER,          /* facts get no leaf */
    TOOTH_VERSION_BYTES,   /* the page is rendered anew, not served from the published bytes */
    TOOTH_CONTACTS,        /* contact points are left out of the page */
    TOOTH_PURPOSE_BIND,    /* opening data asks for no purpose */
    TOOTH_GATE_REQUIRED,   /* the gate lets a submission pass without what is required */
    TOOTH_GATE_PURPOSE,    /* what is collected is bound to no purpose */
    TOOTH_RETENTION_DATE,  /* nothing that is collected gets a date on which it must go */
    TOOTH_VERSION_DATE,    /* a version is in force before it was posted */
    TOOTH_CONTROLLER,      /* the page names no controller */
    TOOTH_VERSION_SWITCH,  /* a version that was announced for a later day never comes into force */
    TOOTH_VERSION_NOTICE,  /* a material change counts at once, whatever notice was promised */
    TOOTH_VERSION_ANNOUNCE, /* the page does not say that it changes */
    TOOTH_COOKIES,         /* the page of cookies lists none */
    TOOTH_RECIPIENTS,      /* the page of recipients names none, and no safeguard */
    TOOTH_RIGHTS,          /* the page of rights names no way to use them, and no authority */
    TOOTH_SCOPE,           /* the page does not name the policies of other services */
    TOOTH_LINKS,           /* links that lead away are not marked */
    TOOTH_CONFIRM,         /* a sign-up counts without its confirmation */
    TOOTH_SIGNAL,          /* recipients are not told of a withdrawal */
    TOOTH_CONTRACT,        /* a recipient is sent what its contract does not cover */
    TOOTH_APPENDIX_DATE,   /* the appendix has the date of the page, not its own */
    TOOTH_WITHDRAWAL,      /* whoever withdraws a consent is told so, and nothing happens */
    TEETH
};

#ifdef PRIVACYD_TEETH
bool tooth_is_out(enum tooth t);
void tooth_pull(enum tooth t);
void tooth_restore(enum tooth t);
#define TEETH_OUT(t) tooth_is_out(t)
#else
#define TEETH_OUT(t) false
#endif

const char *tooth_name(enum tooth t); /* "gate.fields" */
bool tooth_find(struct text name, enum tooth *out_tooth);

#endif
