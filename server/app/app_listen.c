/* SPDX-License-Identifier: Apache-2.0 */
#include "app_listen.h"

#include "app_address.h"
#include "app_log.h"
#include "app_sockets.h"
#include "web_route.h"

#include <sys/resource.h>
#include <unistd.h>

/* Descriptors beside connections: segments, sockets, epoll, rule files. */
#define DESCRIPTORS_SPARE 128u
/* One connection in so many is for management when it has its own address. */
#define MANAGEMENT_SHARE 8u

/* As many connections as there can be descriptors. */
static uint64_t fit_connections(uint64_t wanted)
{
	struct rlimit limit;
	uint64_t      fitting;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return wanted;
	if (limit.rlim_cur < wanted + DESCRIPTORS_SPARE) {
		limit.rlim_cur = limit.rlim_max < wanted + DESCRIPTORS_SPARE
		                         ? limit.rlim_max
		                         : wanted + DESCRIPTORS_SPARE;
		if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
			getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= wanted + DESCRIPTORS_SPARE)
		return wanted;
	fitting = limit.rlim_cur > 2 * DESCRIPTORS_SPARE ? limit.rlim_cur - DESCRIPTORS_SPARE
	                                                 : limit.rlim_cur / 2;
	struct app_fact facts[] = { { "wanted", NULL, wanted }, { "connections", NULL, fitting } };
	app_log(APP_WARNING, "descriptor_limit", facts, 2);
	return fitting;
}

static enum status add(struct app_listeners *listeners, struct web_server *server,
                       const struct web_listener_options *options, struct error *err)
{
	enum status status = web_listener_open(server, options, &listeners->all[listeners->count],
	                                       err);

	if (status == STATUS_OK)
		listeners->count++;
	return status;
}

static unsigned thread_count(const struct app_config *config)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (config->threads > 0)
		return (unsigned)config->threads;
	return cores > 0 && cores < 256 ? (unsigned)cores : 1;
}

/* What `option` says, unless systemd opened the socket. */
static enum status choose_address(const struct app_config *config, enum app_option option, int fd,
                                  struct web_listener_options *options, struct error *err)
{
	char        name[WEB_ADDRESS_CHARS];
	enum status status;

	options->inherited_fd = fd;
	if (fd < 0)
		return app_address_read(config, option, &options->address, err);
	status = web_address_adopt(fd, &options->address, err);
	if (status != STATUS_OK)
		return status;
	web_address_name(&options->address, fd, name);
	return app_address_allow(config, name, &options->address, err);
}

/* Health and management are on the gateway's address only while nobody else can reach it
 * and no address of their own is set. */
static enum status open_all(struct app_listeners *listeners, const struct app_sockets *sockets,
                            const struct app_config *config, struct web_server *server,
                            struct error *err)
{
	bool     has_own = config->management_listen[0] != '\0' || sockets->management >= 0;
	uint64_t all = fit_connections(config->connections_max);
	uint64_t for_management = has_own ? all / MANAGEMENT_SHARE : 0;
	struct web_listener_options gateway = { .threads = thread_count(config),
		                                .areas = WEB_AREA_CHECK,
		                                .tls = server->tls,
		                                .connections_max = all - for_management };
	struct web_listener_options management = { .threads = 1,
		                                   .areas = WEB_AREA_HEALTH | WEB_AREA_MANAGEMENT,
		                                   .tls = server->tls,
		                                   .connections_max = for_management };
	enum status status = choose_address(config, APP_OPTION_listen, sockets->listen, &gateway,
	                                    err);

	if (status == STATUS_OK && has_own)
		status = choose_address(config, APP_OPTION_management_listen, sockets->management,
		                        &management, err);
	if (status != STATUS_OK)
		return status;
	if (!has_own && gateway.address.is_private)
		gateway.areas |= WEB_AREA_HEALTH | WEB_AREA_MANAGEMENT;
	server->needs_key = config->keys_required == APP_KEYS_YES ||
	                    (config->keys_required == APP_KEYS_AUTO && !gateway.address.is_private);
	status = add(listeners, server, &gateway, err);
	if (status == STATUS_OK && has_own)
		status = add(listeners, server, &management, err);
	return status;
}

enum status app_listen_open(struct app_listeners *listeners, const struct app_config *config,
                            struct web_server *server, struct error *err)
{
	struct app_sockets sockets;
	enum status        status = app_sockets_take(&sockets, err);

	*listeners = (struct app_listeners){ .count = 0 };
	return status == STATUS_OK ? open_all(listeners, &sockets, config, server, err) : status;
}

enum status app_listen_start(struct app_listeners *listeners, struct error *err)
{
	char                  name[WEB_ADDRESS_CHARS];
	const struct app_fact fact = { "address", name, 0 };

	for (size_t i = 0; i < listeners->count; i++) {
		enum status status = web_listener_start(listeners->all[i], err);

		if (status != STATUS_OK)
			return status;
		web_listener_name(listeners->all[i], name);
		app_log(APP_INFO, i == 0 ? "listening" : "listening_management", &fact, 1);
	}
	return STATUS_OK;
}

void app_listen_stop(struct app_listeners *listeners)
{
	for (size_t i = 0; i < listeners->count; i++)
		web_listener_stop(listeners->all[i]);
}

void app_listen_close(struct app_listeners *listeners)
{
	for (size_t i = 0; i < listeners->count; i++)
		web_listener_close(&listeners->all[i]);
	listeners->count = 0;
}
