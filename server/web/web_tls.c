/* SPDX-License-Identifier: Apache-2.0 */
#include "web_tls.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHAIN_MAX      16u
#define FILE_BYTES_MAX (256u * 1024u)
#define KEY_ID_BYTES   64u

struct web_tls_pair {
	gnutls_pcert_st      chain[CHAIN_MAX];
	unsigned             chain_count;
	gnutls_privkey_t     key;
	uint64_t             expires_s;
	size_t               connections; /* that began while it was shown */
	struct web_tls_pair *newer;
};

struct web_tls {
	const char *certificate_path;
	const char *key_path;
};

/* From the oldest to the one that is shown. A connection is counted at the pair that was shown when
 * it began; its handshake may come later and use a newer one. So pairs are freed from the oldest
 * on, up to the first that somebody is counted at. */
static pthread_mutex_t              lock = PTHREAD_MUTEX_INITIALIZER; /* of the list */
static struct web_tls_pair         *oldest;
static struct web_tls_pair *_Atomic shown;

static int retrieve(gnutls_session_t session, const gnutls_datum_t *authorities,
                    int authority_count, const gnutls_pk_algorithm_t *algorithms,
                    int algorithm_count, gnutls_pcert_st **chain, unsigned *chain_count,
                    gnutls_privkey_t *key)
{
	struct web_tls_pair *pair = atomic_load(&shown);

	(void)session;
	(void)authorities;
	(void)authority_count;
	(void)algorithms;
	(void)algorithm_count;
	if (pair == NULL)
		return -1;
	*chain = pair->chain;
	*chain_count = pair->chain_count;
	*key = pair->key;
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

static enum status read_chain(const char *path, struct web_tls_pair *pair, struct error *err)
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
	code = gnutls_pcert_list_import_x509_raw(pair->chain, &count, &text, GNUTLS_X509_FMT_PEM,
	                                         0);
	forget(&text);
	if (code < 0)
		return refuse(path, "this is no chain of certificates in PEM", code, err);
	pair->chain_count = count;
	code = gnutls_pcert_export_x509(&pair->chain[0], &first);
	if (code < 0)
		return refuse(path, "the certificate cannot be used", code, err);
	pair->expires_s = (uint64_t)gnutls_x509_crt_get_expiration_time(first);
	gnutls_x509_crt_deinit(first);
	/* Nobody would take it; at a reload the one that is shown may be good still. */
	if (pair->expires_s <= (uint64_t)time(NULL))
		return error_set(err, STATUS_CONFIG_INVALID, path, 0, 0,
		                 "this certificate has expired");
	return STATUS_OK;
}

static enum status read_key(const char *path, struct web_tls_pair *pair, struct error *err)
{
	gnutls_datum_t text = { 0 };
	enum status    status = read_file(path, true, &text, err);
	int            code;

	if (status == STATUS_OK) {
		code = gnutls_privkey_init(&pair->key);
		if (code >= 0)
			code = gnutls_privkey_import_x509_raw(pair->key, &text, GNUTLS_X509_FMT_PEM,
			                                      NULL, 0);
		if (code < 0)
			status = refuse(path, "this is no private key in PEM, without a password",
			                code, err);
	}
	forget(&text);
	return status;
}

static bool belong_together(const struct web_tls_pair *pair)
{
	unsigned char of_key[KEY_ID_BYTES], of_certificate[KEY_ID_BYTES];
	size_t        key_bytes = sizeof of_key, certificate_bytes = sizeof of_certificate;
	gnutls_pubkey_t public;
	bool are_equal = false;

	if (gnutls_pubkey_init(&public) < 0)
		return false;
	if (gnutls_pubkey_import_privkey(public, pair->key, 0, 0) >= 0 &&
	    gnutls_pubkey_get_key_id(public, 0, of_key, &key_bytes) >= 0 &&
	    gnutls_pubkey_get_key_id(pair->chain[0].pubkey, 0, of_certificate,
	                             &certificate_bytes) >= 0)
		are_equal = key_bytes == certificate_bytes &&
		            memcmp(of_key, of_certificate, key_bytes) == 0;
	gnutls_pubkey_deinit(public);
	return are_equal;
}

static void pair_free(struct web_tls_pair *pair)
{
	for (unsigned i = 0; i < pair->chain_count; i++)
		gnutls_pcert_deinit(&pair->chain[i]);
	if (pair->key != NULL)
		gnutls_privkey_deinit(pair->key);
	free(pair);
}

/* ---- those that are in use ---- */

/* Under `lock`. */
static void free_unused(void)
{
	while (oldest != NULL && oldest != atomic_load(&shown) && oldest->connections == 0) {
		struct web_tls_pair *unused = oldest;

		oldest = unused->newer;
		pair_free(unused);
	}
}

static void show(struct web_tls_pair *fresh)
{
	struct web_tls_pair *before;

	pthread_mutex_lock(&lock);
	before = atomic_exchange(&shown, fresh);
	if (before != NULL)
		before->newer = fresh;
	else
		oldest = fresh;
	free_unused();
	pthread_mutex_unlock(&lock);
}

struct web_tls_pair *web_tls_enter(struct web_tls *tls)
{
	struct web_tls_pair *seen;

	(void)tls;
	pthread_mutex_lock(&lock);
	seen = atomic_load(&shown);
	seen->connections++;
	pthread_mutex_unlock(&lock);
	return seen;
}

void web_tls_leave(struct web_tls *tls, struct web_tls_pair *seen)
{
	(void)tls;
	pthread_mutex_lock(&lock);
	seen->connections--;
	free_unused();
	pthread_mutex_unlock(&lock);
}

/* ---- for all ---- */

enum status web_tls_reload(struct web_tls *tls, struct error *err)
{
	struct web_tls_pair *fresh = calloc(1, sizeof *fresh);
	enum status          status;

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
		pair_free(fresh);
		return status;
	}
	show(fresh);
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
	if (*tls == NULL)
		return;
	pthread_mutex_lock(&lock);
	atomic_store(&shown, NULL);
	free_unused();
	pthread_mutex_unlock(&lock);
	free(*tls);
	*tls = NULL;
}

uint64_t web_tls_expires_s(const struct web_tls *tls)
{
	const struct web_tls_pair *pair;
	uint64_t                   expires_s;

	(void)tls;
	pthread_mutex_lock(&lock);
	pair = atomic_load(&shown);
	expires_s = pair != NULL ? pair->expires_s : 0;
	pthread_mutex_unlock(&lock);
	return expires_s;
}
