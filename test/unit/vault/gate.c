#include "unit.h"

#include "vault/gate.h"
#include "vault/mount.h"

#include <stdlib.h>
#include <sys/stat.h>

static const char table[] =
    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
    "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,errors=remount-ro\n"
    "36 27 254:1 / /srv rw,noatime shared:2 master:1 - ext4 /dev/vdb rw,data=journal,commit=5\n"
    "37 27 254:2 /a\\040b /mnt rw - xfs /dev/vdc rw,attr2\n";

static void the_options_of_a_device_are_found(void **state)
{
    struct text options;

    (void)state;
    assert_true(mount_find(text_of(table), 254, 0, &options));
    assert_text("rw,errors=remount-ro", options);
    assert_true(mount_find(text_of(table), 254, 2, &options));
    assert_text("rw,attr2", options);
    assert_false(mount_find(text_of(table), 254, 3, &options));
    assert_false(mount_find(TEXT("27 1 254:0 / / rw,relatime - ext4"), 254, 0, &options)); /* cut off */
}

static void data_journalling_is_seen(void **state)
{
    struct text options;

    (void)state;
    assert_true(mount_find(text_of(table), 254, 1, &options));
    assert_true(mount_has(options, TEXT("data=journal")));
    assert_false(mount_has(TEXT("rw,data=journal2,nodata=journal"), TEXT("data=journal")));
}

static void a_file_system_in_memory_is_refused_in_words(void **state)
{
    struct work *w = unit_work();
    struct stat status;
    char name[16];

    (void)state;
    if (stat("/dev/shm", &status) != 0) {
        unit_work_end(&w);
        skip();
    }
    assert_error(w, ERR_UNSUPPORTED, gate_filesystem(w, "/dev/shm", name));
    assert_string_equal(name, "tmpfs");
    assert_non_null(strstr(w->err.message, "/dev/shm lies on tmpfs, which may keep old copies of an overwritten key; what is right: ext4"));
    assert_non_null(strstr(w->err.message, "vault.filesystem: weaker"));
    unit_work_end(&w);
}

static void a_missing_folder_is_no_file_system(void **state)
{
    struct work *w = unit_work();
    char name[16];

    (void)state;
    assert_error(w, ERR_IO, gate_filesystem(w, "/nowhere/at/all", name));
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_options_of_a_device_are_found),
        cmocka_unit_test(data_journalling_is_seen),
        cmocka_unit_test(a_file_system_in_memory_is_refused_in_words),
        cmocka_unit_test(a_missing_folder_is_no_file_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
