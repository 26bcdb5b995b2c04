doorward_fuzz(fuzz_json USES base)
doorward_fuzz(fuzz_yaml USES base)
