# bp_flags: what every target of ours is compiled with. The floating point options are part of the
# product: the same settings and seed give the same bits from every compiler (DESIGN, "Exact").
add_library(bp_flags INTERFACE)
target_compile_features(bp_flags INTERFACE cxx_std_20)
target_include_directories(bp_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(bp_flags INTERFACE
  -ffp-contract=off -fno-fast-math
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  # gcc 12 sees overlapping copies in "text" + std::string, where there are none (gcc bug 105651)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${BP_MARCH_NATIVE}>:-march=native>
  # gcc 12 takes its own AVX-512 headers' deliberately undefined values for mistakes (gcc bug 105593)
  $<$<AND:$<BOOL:${BP_MARCH_NATIVE}>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-maybe-uninitialized>
  $<$<BOOL:${EMSCRIPTEN}>:-msimd128>)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^i[3-6]86$")
  message(FATAL_ERROR "x87 arithmetic cannot give the same bits as the other builds.")
endif()

# bp_no_exceptions: the engine and the interface neither throw nor ask for types.
add_library(bp_no_exceptions INTERFACE)
target_compile_options(bp_no_exceptions INTERFACE -fno-exceptions -fno-rtti)

# Sanitizers reach every object, third-party ones included. Not vptr: it needs the type information
# that the engine is compiled without.
if(BP_SANITIZE OR BP_FUZZ)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# Fuzzing needs clang: its coverage counters are in every object, its main() in the fuzzers only.
if(BP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Link-time optimisation makes the page smaller; the prebuilt libraries have an LTO variant.
if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release" AND BP_LTO)
  add_compile_options(-flto)
  add_link_options(-flto)
endif()

# The page is compiled for size, but for the code whose speed is the training speed: one list. Native
# builds are fast everywhere. The bits are the same either way.
set(bp_hot_sources engine/core/block_gemm.cpp engine/core/gemm.cpp engine/core/math.cpp
    engine/core/reduce.cpp engine/data/batches.cpp engine/nn/activations.cpp engine/nn/batch_norm.cpp
    engine/nn/block_pass.cpp engine/nn/dropout.cpp engine/nn/losses.cpp engine/nn/network.cpp
    engine/optim/optimizers.cpp engine/optim/regularizers.cpp engine/train/trainer.cpp
    engine/train/trainer_step.cpp)
function(bp_small_but_fast target)
  if(NOT EMSCRIPTEN)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O3>)
    return()
  endif()
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Oz>)
  bp_glob(hot ${bp_hot_sources})
  set_source_files_properties(${hot} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
endfunction()

# bp_glob(VARIABLE PATTERN...): sources below the repository; an empty folder is no error.
function(bp_glob variable)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/")
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${ARGN})
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# bp_library(NAME SOURCE...): a static library of ours; without sources yet, only its usage.
function(bp_library name)
  if(NOT ARGN)
    file(WRITE "${CMAKE_BINARY_DIR}/generated/${name}_empty.cpp" "")
    set(ARGN "${CMAKE_BINARY_DIR}/generated/${name}_empty.cpp")
  endif()
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC bp_flags)
endfunction()

# bp_program(NAME SOURCE...): skipped, with a word, as long as it has no sources.
function(bp_program name)
  if(NOT ARGN)
    message(STATUS "${name}: no sources yet")
    return()
  endif()
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE bp_flags)
endfunction()
