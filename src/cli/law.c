/* privacyd law: the law tables, those of the program and those of the operator over them. */
#include "cli/commands.h"
#include "law/load.h"
#include "law/say.h"

bool cli_load_law(struct cli *c, const char *folder, struct law *out_law, bool *out_whole)
{
    struct work *w = c->w;
    struct law_file *files;
    struct text report;
    size_t count;

    TRY(law_read_folder(w, text_of(folder ? folder : ""), &files, &count));
    TRY(law_load(w, files, count, out_law));
    TRY(law_files_report(w, files, count, &report));
    cli_print(c->err, report);
    *out_whole = !law_files_have_errors(files, count);
    return true;
}

int cli_law(struct cli *c)
{
    struct cli_option options[] = { { "--law", true, NULL } };
    const char *region = "";
    struct text words;
    struct law law;
    bool whole;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &region, 1, &rest))
        return EXIT_USAGE;
    if (!cli_load_law(c, options[0].value, &law, &whole))
        return cli_fail(c);
    if (!law_say(c->w, &law, text_of(rest ? region : ""), &words)) {
        cli_fail(c);
        return EXIT_BAD;
    }
    cli_print(c->out, words);
    return whole ? EXIT_GOOD : EXIT_BAD;
}
