#include "api/enter.h"

#include "api/key.h"
#include "api/key_use.h"
#include "api/scope.h"
#include "collect/gate.h"
#include "policy/site.h"
#include "public/problem.h"
#include "store/refusals.h"

static bool refuse_stranger(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return problem_answer(w, x, 401, "The API key is missing, unknown, expired or revoked", TEXT(""));
    TRY(list_open(w));
    return refusal_count(w, w->site->key, 0, GATE_BAD_KEY, 1);
}

static bool refuse_scope(struct work *w, struct exchange *x, enum scope scope, enum task_next *out_next)
{
    struct text detail;

    *out_next = TASK_END;
    TRY(work_format(w, &detail, "It needs the scope `%s`; a key is given its scopes when it is made: privacyd keys create NAME --scope \"%s\"",
                    scope_name(scope), scope_name(scope)));
    return problem_answer(w, x, 403, "The API key is not for this address", detail);
}

static bool find_key(struct work *w, struct exchange *x)
{
    struct api_key *key = WORK_NEW(w, struct api_key, 1);
    bool found;

    if (!key)
        return false;
    x->key = NULL;
    TRY(api_key_of_request(w, x->request, key, &found));
    if (!found)
        return true;
    x->key = key;
    w->actor = (struct actor){ ACTOR_PROGRAM, key->key };
    if (x->services->key_uses)
        key_use_note(x->services->key_uses, key, instant_day_utc(w->now));
    return true;
}

bool api_enter(struct work *w, struct exchange *x, const struct route *route, int phase, enum task_next *out_next)
{
    if (route->scope == SCOPE_NONE)
        return route->step(w, x, phase, out_next);
    if (phase == 0)
        TRY(find_key(w, x));
    if (!x->key)
        return refuse_stranger(w, x, phase, out_next);
    if (!scopes_hold(x->key->scopes, route->scope))
        return refuse_scope(w, x, route->scope, out_next);
    TRY(route->step(w, x, phase, out_next));
    return phase > 0 || *out_next != TASK_COMMIT || api_key_guard(w, x->key);
}
