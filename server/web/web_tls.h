/* SPDX-License-Identifier: Apache-2.0 */
/* The certificate that listeners show, and its private key: the one place that knows GnuTLS.
 *
 * libmicrohttpd asks for them at each handshake, so that they can be replaced while the server runs
 * (web_tls_reload). There is one certificate a process: the question carries no context. */
#ifndef WEB_TLS_H
#define WEB_TLS_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdint.h>

/* What is spoken, in GnuTLS' words: TLS 1.3, and of TLS 1.2 only what RFC 9325 recommends (section
 * 4.2): keys that nobody can work out later (ECDHE), and ciphers that authenticate what they
 * encrypt. */
#define WEB_TLS_PRIORITIES                                                                         \
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM:"       \
	"+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:"          \
	"%SERVER_PRECEDENCE"

struct web_tls;
struct web_tls_pair; /* a certificate and its key */

/* Reads both files (PEM) and sees that they belong together. The paths are borrowed. STATUS_OK;
 * STATUS_CONFIG_INVALID (also for a key that everybody may read), STATUS_IO, STATUS_NO_MEMORY with
 * the file. Not while another one is open. */
MUST_CHECK enum status web_tls_open(const char *certificate, const char *key, struct web_tls **tls,
                                    struct error *err);
/* The same again; a fault leaves what was shown before. One thread at a time. What was replaced is
 * freed when the last connection that may use it ends. */
MUST_CHECK enum status web_tls_reload(struct web_tls *tls, struct error *err);
/* No listener may be running. */
void web_tls_close(struct web_tls **tls);

/* A connection begins, and ends: between them neither what is shown at the beginning nor what is
 * shown later is freed. Any thread. */
struct web_tls_pair *web_tls_enter(struct web_tls *tls);
void                 web_tls_leave(struct web_tls *tls, struct web_tls_pair *seen);

/* When the certificate that is shown ends, in seconds since 1970. Any thread. */
uint64_t web_tls_expires_s(const struct web_tls *tls);

/* The function for MHD_OPTION_HTTPS_CERT_CALLBACK. */
void *web_tls_callback(const struct web_tls *tls);

#endif
