# Folding against libunistring; the committed tables against the generator's, where ICU 72
# and the Unicode 15.0.0 data files are installed.
find_library(UNISTRING_LIBRARY unistring)

if(UNISTRING_LIBRARY)
  doorward_test(test_fold_against_libunistring
                SOURCES test_fold_against_libunistring.c USES text
                LABELS differential)
  target_link_libraries(test_fold_against_libunistring PRIVATE ${UNISTRING_LIBRARY})
endif()

if(TARGET gen_tables AND icu_icu-uc_VERSION MATCHES "^72\\.")
  file(STRINGS ${UNICODE_DATA}/CaseFolding.txt unicode_version LIMIT_COUNT 1)
  if(unicode_version MATCHES "CaseFolding-15\\.0\\.0\\.txt")
    set(fresh_tables ${CMAKE_CURRENT_BINARY_DIR}/text_tables.inc)
    add_test(NAME text_tables_generate
             COMMAND gen_tables ${UNICODE_DATA} ${CMAKE_SOURCE_DIR}/engine/text/lookalikes.txt
                     ${fresh_tables})
    add_test(NAME text_tables_are_fresh
             COMMAND ${CMAKE_COMMAND} -E compare_files
                     ${CMAKE_SOURCE_DIR}/engine/text/text_tables.inc ${fresh_tables})
    set_tests_properties(text_tables_generate PROPERTIES
                         LABELS differential FIXTURES_SETUP text_tables)
    set_tests_properties(text_tables_are_fresh PROPERTIES
                         LABELS differential FIXTURES_REQUIRED text_tables)
  endif()
endif()
