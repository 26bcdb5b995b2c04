foreach(name
  chain
  checkpoint
  clock
  content
  encode
  entry
  folder
  id
  log
  merkle
  pack
  planted
  proof
  queue
  retain
  search
  verify
  )
  doorward_test(test_audit_${name} SOURCES test_audit_${name}.c USES audit LABELS unit)
  target_link_libraries(test_audit_${name} PRIVATE Threads::Threads)
endforeach()
target_link_libraries(test_audit_content PRIVATE PkgConfig::sqlite3)
# Every call of the log's path to the disk fails in its turn.
doorward_test(test_audit_injected SOURCES test_audit_injected.c USES audit LABELS unit ARGS 11)
add_test(NAME test_audit_injected_long COMMAND test_audit_injected)
set_tests_properties(test_audit_injected_long PROPERTIES LABELS "unit;long" TIMEOUT 3600)
target_link_libraries(test_audit_injected PRIVATE Threads::Threads)
target_link_options(test_audit_injected PRIVATE
  -Wl,--wrap=write,--wrap=fdatasync,--wrap=fsync,--wrap=rename,--wrap=ftruncate,--wrap=unlink,--wrap=open)
# The power fails behind each call; what was not synced is kept, dropped or torn.
doorward_test(test_audit_images SOURCES test_audit_images.c USES audit LABELS unit)
add_test(NAME test_audit_images_long COMMAND test_audit_images 3400)
set_tests_properties(test_audit_images_long PROPERTIES LABELS "unit;long" TIMEOUT 3600)
target_link_libraries(test_audit_images PRIVATE Threads::Threads)
target_link_options(test_audit_images PRIVATE
  -Wl,--wrap=write,--wrap=fdatasync,--wrap=fsync,--wrap=rename,--wrap=ftruncate,--wrap=unlink,--wrap=open,--wrap=close)
# A gigabyte of segments, and one byte of it.
add_test(NAME test_audit_planted_long COMMAND test_audit_planted 1024 24)
set_tests_properties(test_audit_planted_long PROPERTIES LABELS "unit;long" TIMEOUT 3600)
