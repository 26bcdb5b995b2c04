foreach(name address deadline gate problem route trace)
  doorward_test(test_web_${name} SOURCES test_web_${name}.c USES web LABELS unit)
endforeach()
