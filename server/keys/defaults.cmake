# Writes keys_defaults.c: each file of defaults/ as an array of bytes with a 0 behind it.
set(text "#include \"keys_defaults.h\"\n")
foreach(name plans prices strikes)
  file(READ ${FOLDER}/${name}.yaml bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,){20})" "\\1\n" bytes "${bytes}")
  string(APPEND text "const char keys_default_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
