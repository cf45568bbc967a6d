# The desktop program, the command-line program, the benchmarks.
find_package(Threads REQUIRED)
target_link_libraries(bp_ui PUBLIC Threads::Threads)

bp_glob(native_sources web/platform/native_*.cpp)
bp_program(playground-native ${native_sources})
if(TARGET playground-native)
  if(BP_SANITIZE)
    target_sources(playground-native PRIVATE tests/native/keep_libraries.cpp)
  endif()
  target_link_libraries(playground-native PRIVATE bp_ui bp_real_data)
  bp_glob(language_files web/lang/*.txt)
  set(bp_words_cpp "${CMAKE_BINARY_DIR}/generated/native_words.cpp")
  add_custom_command(
    OUTPUT "${bp_words_cpp}"
    COMMAND ${CMAKE_COMMAND} "-DFILES=${language_files}" -DOUTPUT=${bp_words_cpp}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_words.cmake
    DEPENDS ${language_files} ${PROJECT_SOURCE_DIR}/cmake/embed_words.cmake VERBATIM)
  target_sources(playground-native PRIVATE "${bp_words_cpp}")
endif()

bp_glob(cli_sources tools/cli/*.cpp)
bp_program(playground-cli ${cli_sources})
if(TARGET playground-cli)
  target_link_libraries(playground-cli PRIVATE bp_engine bp_real_data)
endif()

bp_glob(bench_sources bench/*.cpp)
list(FILTER bench_sources EXCLUDE REGEX "_wasm\\.cpp$")
if(TARGET benchmark::benchmark)
  bp_program(bp_bench ${bench_sources})
  if(TARGET bp_bench)
    target_link_libraries(bp_bench PRIVATE bp_engine benchmark::benchmark)
    target_compile_definitions(bp_bench PRIVATE
      BP_WORKLOADS="${PROJECT_SOURCE_DIR}/bench/workloads.txt")
  endif()
else()
  message(STATUS "bp_bench: Google Benchmark (libbenchmark-dev) is not installed")
endif()
