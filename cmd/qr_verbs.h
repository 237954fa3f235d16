#ifndef PP_QR_VERBS_H
#define PP_QR_VERBS_H
/*
 * qr_verbs - the verbs of pp-qr that have files of their own.
 */
#include "cli.h"

extern const struct option_row options_qr_draw[];
int qr_verb_draw(struct cli *cli, struct err *e);
int qr_verb_parse(struct cli *cli, struct err *e);
int qr_verb_read(struct cli *cli, struct err *e);

#endif
