# Unit tests of engine/ruleset.
foreach(part
  bytes
  category
  handle
  inflect
  lint
  load
  phrase
  policy
  tree
  words
  )
  doorward_test(test_ruleset_${part} SOURCES test_ruleset_${part}.c USES ruleset engine
                LABELS unit)
endforeach()

# The examples of rules/README.md: their inline tests need the whole engine.
doorward_test(test_ruleset_readme SOURCES test_ruleset_readme.c USES scan engine LABELS unit)

# The committed category table is what its generator makes.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME test_ruleset_categories_fresh
           COMMAND ${Python3_EXECUTABLE} tools/generators/gen_categories.py --check
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(test_ruleset_categories_fresh PROPERTIES LABELS unit)
endif()
