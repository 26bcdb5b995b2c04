# Writes web_openapi_schemas.c: the schema of records and those of openapi/schemas.json as one
# object without line breaks, with a 0 behind it.
file(READ ${RECORD} record)
string(REGEX REPLACE "\"[$]schema\": *\"[^\"]*\"," "" record "${record}")
string(REPLACE "\"#/$" "\"#/components/schemas/Record/$" record "${record}")
file(READ ${INPUT} text)
string(SUBSTRING "${text}" 1 -1 others)
set(text "{\"Record\":${record},${others}")
string(REGEX REPLACE "\n *" "" text "${text}")
file(WRITE ${OUTPUT}.json "${text}")
file(READ ${OUTPUT}.json bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x..,){20})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT}
     "#include \"web_openapi.h\"\nconst char web_openapi_schemas[] = {\n${bytes}0};\n")
