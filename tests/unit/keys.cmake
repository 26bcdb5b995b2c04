foreach(name amount clock files form limit strike)
  doorward_test(test_keys_${name} SOURCES test_keys_${name}.c USES keys LABELS unit)
endforeach()
target_link_libraries(test_keys_form PRIVATE PkgConfig::libsodium)
