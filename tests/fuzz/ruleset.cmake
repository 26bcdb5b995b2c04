# Fuzz targets of engine/ruleset.
doorward_fuzz(fuzz_rule USES ruleset engine)
