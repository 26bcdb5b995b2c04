doorward_fuzz(fuzz_fold USES text)
