doorward_fuzz(fuzz_decode USES decode)
