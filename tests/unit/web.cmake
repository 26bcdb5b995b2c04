foreach(name address deadline gate problem query route rules_body trace)
  doorward_test(test_web_${name} SOURCES test_web_${name}.c USES web LABELS unit)
endforeach()
doorward_test(test_web_stats SOURCES test_web_stats.c USES web m LABELS "unit;threads")
