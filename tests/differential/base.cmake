pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson)

doorward_test(test_json_against_jansson
              SOURCES test_json_against_jansson.c json_oracle.c USES base
              LABELS differential)
target_link_libraries(test_json_against_jansson PRIVATE PkgConfig::jansson)
