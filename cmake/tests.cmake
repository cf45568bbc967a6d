# doctest suites. On the web they run in Node, without exceptions.
set(bp_test_main "${CMAKE_BINARY_DIR}/generated/test_main.cpp")
file(CONFIGURE OUTPUT "${bp_test_main}" CONTENT
     "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")

bp_glob(test_sources tests/engine/*.cpp tests/fuzz/*.cpp)
list(FILTER test_sources EXCLUDE REGEX "/tests/fuzz/entry.cpp$")
bp_program(bp_tests ${bp_test_main} ${test_sources})
target_link_libraries(bp_tests PRIVATE bp_engine bp_real_data bp_doctest)
if(BP_FUZZ)
  foreach(target link json csv)
    bp_program(bp_fuzz_${target} tests/fuzz/entry.cpp tests/fuzz/${target}_fuzz.cpp)
    target_link_libraries(bp_fuzz_${target} PRIVATE bp_engine)
    target_compile_definitions(bp_fuzz_${target} PRIVATE BP_FUZZ_TARGET=${target})
    target_link_options(bp_fuzz_${target} PRIVATE -fsanitize=fuzzer)
  endforeach()
endif()

# Of these alone, for a build whose only question is whether it gives the same bits.
bp_glob(hash_test_sources tests/engine/*hash_test.cpp)
bp_program(bp_hash_tests ${bp_test_main} ${hash_test_sources})
target_link_libraries(bp_hash_tests PRIVATE bp_engine bp_real_data bp_doctest)
set_target_properties(bp_hash_tests PROPERTIES EXCLUDE_FROM_ALL ON)

if(EMSCRIPTEN)
  target_compile_definitions(bp_tests PRIVATE DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS)
  target_compile_options(bp_tests PRIVATE -fno-exceptions)
  target_link_options(bp_tests PRIVATE -sSTACK_SIZE=1MB -sALLOW_MEMORY_GROWTH -sENVIRONMENT=node
    -sEXIT_RUNTIME=1 -sNODERAWFS=0 --profiling-funcs -fno-exceptions)
else()
  target_compile_definitions(bp_tests PRIVATE BP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  bp_glob(view_test_sources tests/views/*.cpp)
  bp_program(bp_view_tests ${bp_test_main} ${view_test_sources})
  target_link_libraries(bp_view_tests PRIVATE bp_ui bp_real_data bp_doctest)
  target_compile_definitions(bp_view_tests PRIVATE BP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endif()
