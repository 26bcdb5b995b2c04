doorward_test(test_app_cache SOURCES test_app_cache.c USES app LABELS unit)
doorward_test(test_app_config SOURCES test_app_config.c USES app LABELS unit)
doorward_test(test_app_reload SOURCES test_app_reload.c USES app LABELS unit threads)
