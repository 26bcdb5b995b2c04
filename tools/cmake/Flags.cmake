# Warnings, hardening and sanitizers, as one interface target that every target links.
option(DOORWARD_WERROR "Warnings are errors (development and CI)" OFF)
option(DOORWARD_HARDEN "Hardening flags (release)" OFF)
set(DOORWARD_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")
option(DOORWARD_COVERAGE "Coverage instrumentation (gcov)" OFF)
option(DOORWARD_FUZZ "Build libFuzzer targets (clang)" OFF)

add_library(doorward_flags INTERFACE)
target_compile_options(doorward_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Wstrict-prototypes
  -Wmissing-prototypes -Wwrite-strings -Wcast-qual -Wvla -Wformat=2 -Wundef
  -Wno-missing-field-initializers
  -fno-common -fno-strict-aliasing)
target_compile_definitions(doorward_flags INTERFACE _GNU_SOURCE)
# Asserts stay in every build, whatever CMake's own release flags say.
target_compile_options(doorward_flags INTERFACE -UNDEBUG)

if(DOORWARD_WERROR)
  target_compile_options(doorward_flags INTERFACE -Werror)
endif()
if(DOORWARD_HARDEN)
  target_compile_options(doorward_flags INTERFACE
    -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  target_link_options(doorward_flags INTERFACE
    -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()
if(DOORWARD_SANITIZE)
  target_compile_options(doorward_flags INTERFACE
    -fsanitize=${DOORWARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(doorward_flags INTERFACE -fsanitize=${DOORWARD_SANITIZE})
endif()
if(DOORWARD_COVERAGE)
  target_compile_options(doorward_flags INTERFACE --coverage -fprofile-abs-path)
  target_link_options(doorward_flags INTERFACE --coverage)
endif()
if(DOORWARD_FUZZ)
  target_compile_options(doorward_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
