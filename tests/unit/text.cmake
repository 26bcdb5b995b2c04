# Unit tests of engine/text: one program an idea.
foreach(part carrier clean control every_code_point fold languages letters lexicon map random utf8 words)
  doorward_test(test_text_${part} SOURCES test_text_${part}.c USES text LABELS unit)
endforeach()
