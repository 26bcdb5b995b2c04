# Unit tests of tools/disguise.
foreach(name disguise disguise_transport disguise_letters disguise_hidden disguise_framed)
  doorward_test(test_${name} SOURCES test_${name}.c USES disguise LABELS unit)
endforeach()
