# A layer is a static library that sees its own folder and what it USES: an
# upward include does not compile.
#
#   layer(text SOURCES text_fold.c ... USES base SYSTEM PkgConfig::X)
#
# SYSTEM libraries stay private to the layer: their headers are not passed on.
function(layer name)
  cmake_parse_arguments(L "" "" "SOURCES;USES;SYSTEM" ${ARGN})
  add_library(${name} STATIC ${L_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${L_USES} PRIVATE doorward_flags ${L_SYSTEM})
endfunction()

# doorward_test(NAME SOURCES... USES layer...): a cmocka program known to CTest.
function(doorward_test name)
  cmake_parse_arguments(T "" "" "SOURCES;USES;LABELS;ARGS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_USES} doorward_flags PkgConfig::cmocka)
  add_test(NAME ${name} COMMAND ${name} ${T_ARGS}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}")
endfunction()
