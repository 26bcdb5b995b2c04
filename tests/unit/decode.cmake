doorward_test(test_decode_kinds SOURCES test_decode_kinds.c USES decode LABELS unit)
doorward_test(test_decode_expand SOURCES test_decode_expand.c USES decode LABELS unit)
doorward_test(test_decode_origin SOURCES test_decode_origin.c USES decode LABELS unit)
