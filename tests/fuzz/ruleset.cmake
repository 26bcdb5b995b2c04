# Fuzz targets of engine/ruleset.
doorward_fuzz(fuzz_rule USES ruleset engine)
doorward_fuzz(fuzz_ruleset_bytes USES ruleset engine)
