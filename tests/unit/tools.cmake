# Unit tests of tools/doorward, and the golden files of its help texts.
foreach(part cmd_options cmd_reader eval_row eval_figures eval_files
             gate_form gate_judge gate_tally)
  doorward_test(test_${part} SOURCES test_${part}.c USES program LABELS unit)
endforeach()
doorward_test(test_cmd_lines SOURCES test_cmd_lines.c USES program LABELS "unit;threads")

add_test(NAME golden_help
         COMMAND ${CMAKE_SOURCE_DIR}/tests/golden/help.sh $<TARGET_FILE:doorward>)
set_tests_properties(golden_help PROPERTIES LABELS case)
