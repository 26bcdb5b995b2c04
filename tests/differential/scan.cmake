doorward_test(test_engine_backends_agree SOURCES test_engine_backends_agree.c USES scan engine
              LABELS differential)
