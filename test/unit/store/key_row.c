#include "store/key_row.h"
#include "unit.h"

static const uint8_t id[16] = { 1, 2, 3 };

static void read(int64_t generation, struct work *w, enum error_code expected, struct vault_key *out_key)
{
    const struct sql_value values[] = { sql_number(9), sql_bytes(id, sizeof id), sql_number(generation) };
    const struct sql_row row = { values, 3 };

    if (expected == ERR_NONE)
        assert_ok(w, key_row_read(w, &row, 1, out_key));
    else
        assert_error(w, expected, key_row_read(w, &row, 1, out_key));
}

static void a_key_is_its_id_and_the_generation_behind_it(void **state)
{
    struct work *w = unit_work();
    struct vault_key key;

    (void)state;
    read(UINT32_MAX, w, ERR_NONE, &key);
    assert_memory_equal(key.id.id.bytes, id, sizeof id);
    assert_int_equal(key.generation, UINT32_MAX);
    unit_work_end(&w);
}

/* Cut to 32 bits it would name another key. */
static void a_generation_out_of_range_is_tampered(void **state)
{
    struct work *w = unit_work();
    struct vault_key key = { .generation = 7 };

    (void)state;
    read((int64_t)UINT32_MAX + 1, w, ERR_TAMPERED, &key);
    assert_string_equal(w->err.message, "column 2 of a row holds 4294967296, which is no generation of a key");
    read(-1, w, ERR_TAMPERED, &key);
    assert_int_equal(key.generation, 7);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_its_id_and_the_generation_behind_it),
        cmocka_unit_test(a_generation_out_of_range_is_tampered),
    };

    return cmocka_run_group_tests_name("store/key_row", tests, NULL, NULL);
}
