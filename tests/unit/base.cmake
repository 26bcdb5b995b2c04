# Unit tests of engine/base: one program a source file.
foreach(part arena buffer digest error file json_read json_write keyset slice status utf8 yaml)
  doorward_test(test_base_${part} SOURCES test_base_${part}.c USES base LABELS unit)
endforeach()
