doorward_fuzz(fuzz_engine USES scan engine)
