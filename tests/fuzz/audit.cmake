doorward_fuzz(fuzz_audit USES audit)
