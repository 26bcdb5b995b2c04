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
