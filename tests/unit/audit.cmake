foreach(name chain checkpoint encode folder id log queue verify)
  doorward_test(test_audit_${name} SOURCES test_audit_${name}.c USES audit LABELS unit)
  target_link_libraries(test_audit_${name} PRIVATE Threads::Threads)
endforeach()
