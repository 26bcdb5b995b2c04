doorward_test(test_engine_backends_agree SOURCES test_engine_backends_agree.c USES scan engine
              LABELS differential)
doorward_test(test_engine_bytes_agree SOURCES test_engine_bytes_agree.c USES scan engine
              LABELS differential)
