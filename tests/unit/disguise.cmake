# Unit tests of tools/disguise.
doorward_test(test_disguise SOURCES test_disguise.c USES disguise LABELS unit)
