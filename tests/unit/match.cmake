# Unit tests of engine/match.
foreach(part backend literals offsets phrase prefilter regex required text vocabulary)
  doorward_test(test_match_${part} SOURCES test_match_${part}.c USES match LABELS unit)
endforeach()
