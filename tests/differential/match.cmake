# engine/match against its references, on random input with fixed seeds.
foreach(part cut phrase prefilter)
  doorward_test(test_match_${part}_agrees SOURCES test_match_${part}_agrees.c
                USES match LABELS differential)
endforeach()
