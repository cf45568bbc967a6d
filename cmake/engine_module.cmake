# The engine as a module of its own, for programs: engine.wasm, which web/embed/engine.mjs loads. No
# interface and none of Emscripten's JavaScript: what little it imports, the module brings.
bp_glob(engine_module_sources web/platform/web_engine_*.cpp)
add_executable(bp_engine_module ${engine_module_sources})
target_link_libraries(bp_engine_module PRIVATE bp_engine bp_no_exceptions)
set_target_properties(bp_engine_module PROPERTIES OUTPUT_NAME engine SUFFIX .wasm)
target_link_options(bp_engine_module PRIVATE
  -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB
  -sEXPORTED_FUNCTIONS=_malloc,_free -fno-exceptions -fno-rtti
  $<$<CONFIG:Release>:-O3> $<$<CONFIG:Debug>:-sASSERTIONS=2>)
