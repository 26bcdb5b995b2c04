doorward_test(test_decode_codes SOURCES test_decode_codes.c USES decode LABELS unit)
doorward_test(test_decode_cipher SOURCES test_decode_cipher.c USES decode LABELS unit)
doorward_test(test_decode_forms SOURCES test_decode_forms.c USES decode LABELS unit)
doorward_test(test_decode_kinds SOURCES test_decode_kinds.c USES decode LABELS unit)
doorward_test(test_decode_alphabets SOURCES test_decode_alphabets.c USES decode LABELS unit)
doorward_test(test_decode_splitting SOURCES test_decode_splitting.c USES decode LABELS unit)
doorward_test(test_decode_drawn SOURCES test_decode_drawn.c USES decode LABELS unit)
doorward_test(test_decode_wordgame SOURCES test_decode_wordgame.c USES decode LABELS unit)
doorward_test(test_decode_expand SOURCES test_decode_expand.c USES decode LABELS unit)
doorward_test(test_decode_opaque SOURCES test_decode_opaque.c USES decode LABELS unit)
doorward_test(test_decode_origin SOURCES test_decode_origin.c USES decode LABELS unit)
doorward_test(test_decode_survey SOURCES test_decode_survey.c USES decode LABELS unit)
doorward_test(test_decode_unwrap SOURCES test_decode_unwrap.c USES decode LABELS unit)
doorward_test(test_decode_wording SOURCES test_decode_wording.c USES decode LABELS unit)
doorward_test(test_decode_word SOURCES test_decode_word.c USES decode LABELS unit)

# The committed table of character references is what its generator makes.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME test_decode_entities_fresh
           COMMAND ${Python3_EXECUTABLE} tools/generators/gen_entities.py --check
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(test_decode_entities_fresh PROPERTIES LABELS unit)
endif()
