# The page: one module, instantiated by the page and by its worker. No eval, so that it runs under a
# strict content security policy; modularised, so that the worker can start from the glue's source.
bp_glob(web_sources web/platform/web_*.cpp)
list(FILTER web_sources EXCLUDE REGEX "/web_engine_[^/]*$")
bp_program(playground-web ${web_sources})
if(TARGET playground-web)
  target_link_libraries(playground-web PRIVATE bp_ui bp_no_exceptions)
  set_target_properties(playground-web PROPERTIES OUTPUT_NAME playground)
  target_link_options(playground-web PRIVATE
    -sUSE_GLFW=3 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sMODULARIZE -sEXPORT_NAME=createApp
    -sENVIRONMENT=web,worker,node -sALLOW_MEMORY_GROWTH -sDYNAMIC_EXECUTION=0 -sSTACK_SIZE=1MB
    -sEXPORTED_RUNTIME_METHODS=ccall,HEAPU8,UTF8ToString,stringToNewUTF8
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free -fno-exceptions -fno-rtti
    # What the scripts pass to createApp(); the rest of the runtime, files and WebGL 1 stay away.
    -sINCOMING_MODULE_JS_API=canvas,noInitialRun,instantiateWasm -sFILESYSTEM=0 -sSUPPORT_LONGJMP=0
    -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0 -sGL_SUPPORT_SIMPLE_ENABLE_EXTENSIONS=0
    -sGL_TRACK_ERRORS=0 --emit-symbol-map
    # Binaryen would put functions with one caller into it, which tools/split is to tell apart.
    -sBINARYEN_EXTRA_PASSES=one-caller-inline-max-function-size=1
    --profiling-funcs # names, by which tools/split cuts the program in two; dist/ has none
    $<$<CONFIG:Release>:-Oz> $<$<CONFIG:Debug>:-sASSERTIONS=2>
    $<$<CONFIG:Debug>:-gsource-map>)
endif()

# This machine's SIMD peak, for the benchmark: one function, no imports.
bp_program(bp_bench_peak "${PROJECT_SOURCE_DIR}/bench/peak_wasm.cpp")
set_target_properties(bp_bench_peak PROPERTIES SUFFIX .wasm EXCLUDE_FROM_ALL ON)
target_link_options(bp_bench_peak PRIVATE
  -O3 -sSTANDALONE_WASM --no-entry -sEXPORTED_FUNCTIONS=_spin)
