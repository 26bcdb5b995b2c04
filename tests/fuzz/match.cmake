doorward_fuzz(fuzz_phrase USES match)
doorward_fuzz(fuzz_regex USES match)
