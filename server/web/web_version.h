/* SPDX-License-Identifier: Apache-2.0 */
/* What the build says about itself. */
#ifndef WEB_VERSION_H
#define WEB_VERSION_H

#ifdef DOORWARD_VERSION
#define WEB_VERSION DOORWARD_VERSION
#else
#define WEB_VERSION "unknown"
#endif

#ifdef DOORWARD_COMMIT
#define WEB_COMMIT DOORWARD_COMMIT
#else
#define WEB_COMMIT "unknown"
#endif

#endif
