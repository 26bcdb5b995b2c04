/* SPDX-License-Identifier: Apache-2.0 */
#include "web_tls.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHAIN_MAX      16u
#define FILE_BYTES_MAX (256u * 1024u)
#define KEY_ID_BYTES   64u

struct identity {
	gnutls_pcert_st  chain[CHAIN_MAX];
	unsigned         chain_count;
	gnutls_privkey_t key;
	uint64_t         expires_s;
	struct identity *older;
};

struct web_tls {
	const char *certificate_path;
	const char *key_path;
};

/* The one that is shown, and behind it those that were. */
static struct identity *_Atomic shown;

static int retrieve(gnutls_session_t session, const gnutls_datum_t *authorities,
                    int authority_count, const gnutls_pk_algorithm_t *algorithms,
                    int algorithm_count, gnutls_pcert_st **chain, unsigned *chain_count,
                    gnutls_privkey_t *key)
{
	struct identity *identity = atomic_load(&shown);

	(void)session;
	(void)authorities;
	(void)authority_count;
	(void)algorithms;
	(void)algorithm_count;
	if (identity == NULL)
		return -1;
	*chain = identity->chain;
	*chain_count = identity->chain_count;
	*key = identity->key;
	return 0;
}

void *web_tls_callback(const struct web_tls *tls)
{
	(void)tls;
	return (void *)(intptr_t)retrieve;
}

/* ---- files ---- */

static enum status cannot_read(const char *path, struct error *err)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot read: %s", strerror(errno));
}

static enum status read_all(int fd, const char *path, size_t size, gnutls_datum_t *text,
                            struct error *err)
{
	text->data = malloc(size + 1);
	if (text->data == NULL)
		return error_set(err, STATUS_NO_MEMORY, path, 0, 0, "no memory to read");
	while (text->size < size) {
		ssize_t got = read(fd, text->data + text->size, size - text->size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cannot_read(path, err);
		if (got == 0)
			break;
		text->size += (unsigned)got;
	}
	return STATUS_OK;
}

/* A file that is `secret` may be read by its owner and its group. */
static enum status read_file(const char *path, bool is_secret, gnutls_datum_t *text,
                             struct error *err)
{
	int         fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat info;
	enum status status;

	if (fd < 0 || fstat(fd, &info) != 0)
		status = cannot_read(path, err);
	else if (!S_ISREG(info.st_mode))
		status = error_set(err, STATUS_CONFIG_INVALID, path, 0, 0, "this is no file");
	else if (is_secret && (info.st_mode & S_IRWXO) != 0)
		status = error_set(err, STATUS_CONFIG_INVALID, path, 0, 0,
		                   "everybody may read this private key: chmod o= it");
	else if (info.st_size > FILE_BYTES_MAX)
		status = error_set(err, STATUS_CONFIG_INVALID, path, 0, 0,
		                   "this is too large for a certificate or a key");
	else
		status = read_all(fd, path, (size_t)info.st_size, text, err);
	if (fd >= 0)
		close(fd);
	return status;
}

static void forget(gnutls_datum_t *text)
{
	if (text->data != NULL)
		explicit_bzero(text->data, text->size);
	free(text->data);
}

/* ---- a certificate and its key ---- */

static enum status refuse(const char *path, const char *what, int code, struct error *err)
{
	return error_set(err, STATUS_CONFIG_INVALID, path, 0, 0, "%s: %s", what,
	                 gnutls_strerror(code));
}

static enum status read_chain(const char *path, struct identity *identity, struct error *err)
{
	gnutls_datum_t    text = { 0 };
	gnutls_x509_crt_t first;
	unsigned          count = CHAIN_MAX;
	int               code;
	enum status       status = read_file(path, false, &text, err);

	if (status != STATUS_OK) {
		forget(&text);
		return status;
	}
	code = gnutls_pcert_list_import_x509_raw(identity->chain, &count, &text,
	                                         GNUTLS_X509_FMT_PEM, 0);
	forget(&text);
	if (code < 0)
		return refuse(path, "this is no chain of certificates in PEM", code, err);
	identity->chain_count = count;
	code = gnutls_pcert_export_x509(&identity->chain[0], &first);
	if (code < 0)
		return refuse(path, "the certificate cannot be used", code, err);
	identity->expires_s = (uint64_t)gnutls_x509_crt_get_expiration_time(first);
	gnutls_x509_crt_deinit(first);
	/* Nobody would take it; at a reload the one that is shown may be good still. */
	if (identity->expires_s <= (uint64_t)time(NULL))
		return error_set(err, STATUS_CONFIG_INVALID, path, 0, 0,
		                 "this certificate has expired");
	return STATUS_OK;
}

static enum status read_key(const char *path, struct identity *identity, struct error *err)
{
	gnutls_datum_t text = { 0 };
	enum status    status = read_file(path, true, &text, err);
	int            code;

	if (status == STATUS_OK) {
		code = gnutls_privkey_init(&identity->key);
		if (code >= 0)
			code = gnutls_privkey_import_x509_raw(identity->key, &text,
			                                      GNUTLS_X509_FMT_PEM, NULL, 0);
		if (code < 0)
			status = refuse(path, "this is no private key in PEM, without a password",
			                code, err);
	}
	forget(&text);
	return status;
}

static bool belong_together(const struct identity *identity)
{
	unsigned char of_key[KEY_ID_BYTES], of_certificate[KEY_ID_BYTES];
	size_t        key_bytes = sizeof of_key, certificate_bytes = sizeof of_certificate;
	gnutls_pubkey_t public;
	bool are_equal = false;

	if (gnutls_pubkey_init(&public) < 0)
		return false;
	if (gnutls_pubkey_import_privkey(public, identity->key, 0, 0) >= 0 &&
	    gnutls_pubkey_get_key_id(public, 0, of_key, &key_bytes) >= 0 &&
	    gnutls_pubkey_get_key_id(identity->chain[0].pubkey, 0, of_certificate,
	                             &certificate_bytes) >= 0)
		are_equal = key_bytes == certificate_bytes &&
		            memcmp(of_key, of_certificate, key_bytes) == 0;
	gnutls_pubkey_deinit(public);
	return are_equal;
}

static void identity_free(struct identity *identity)
{
	for (unsigned i = 0; i < identity->chain_count; i++)
		gnutls_pcert_deinit(&identity->chain[i]);
	if (identity->key != NULL)
		gnutls_privkey_deinit(identity->key);
	free(identity);
}

/* ---- for all ---- */

enum status web_tls_reload(struct web_tls *tls, struct error *err)
{
	struct identity *fresh = calloc(1, sizeof *fresh);
	enum status      status;

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, tls->certificate_path, 0, 0,
		                 "no memory to read");
	status = read_chain(tls->certificate_path, fresh, err);
	if (status == STATUS_OK)
		status = read_key(tls->key_path, fresh, err);
	if (status == STATUS_OK && !belong_together(fresh))
		status = error_set(err, STATUS_CONFIG_INVALID, tls->key_path, 0, 0,
		                   "this is not the key of the certificate in %.150s",
		                   tls->certificate_path);
	if (status != STATUS_OK) {
		identity_free(fresh);
		return status;
	}
	fresh->older = atomic_load(&shown);
	atomic_store(&shown, fresh);
	return STATUS_OK;
}

enum status web_tls_open(const char *certificate, const char *key, struct web_tls **tls,
                         struct error *err)
{
	struct web_tls *fresh = calloc(1, sizeof *fresh);
	enum status     status;

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for TLS");
	*fresh = (struct web_tls){ certificate, key };
	status = web_tls_reload(fresh, err);
	*tls = fresh;
	if (status != STATUS_OK)
		web_tls_close(tls);
	return status;
}

void web_tls_close(struct web_tls **tls)
{
	struct identity *identity;

	if (*tls == NULL)
		return;
	identity = atomic_exchange(&shown, NULL);
	while (identity != NULL) {
		struct identity *older = identity->older;

		identity_free(identity);
		identity = older;
	}
	free(*tls);
	*tls = NULL;
}

uint64_t web_tls_expires_s(const struct web_tls *tls)
{
	const struct identity *identity = atomic_load(&shown);

	(void)tls;
	return identity != NULL ? identity->expires_s : 0;
}
