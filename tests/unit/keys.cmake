foreach(name
  admin
  amount
  book
  clock
  files
  form
  limit
  pay
  strike
  undo
  )
  doorward_test(test_keys_${name} SOURCES test_keys_${name}.c USES keys LABELS unit)
  target_link_libraries(test_keys_${name} PRIVATE PkgConfig::libsodium Threads::Threads)
endforeach()
