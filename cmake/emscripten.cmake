# Toolchain file: the Emscripten that ./playground env names, else the one whose emcc is on PATH.
if(DEFINED ENV{BP_EMSCRIPTEN})
  set(bp_emscripten "$ENV{BP_EMSCRIPTEN}")
else()
  find_program(BP_EMCC emcc NO_CMAKE_FIND_ROOT_PATH)
  if(NOT BP_EMCC)
    message(FATAL_ERROR "No emcc found. Run: eval \"$(./playground env)\", or install emsdk "
                        "(3.1.69 or newer) and put its emcc on PATH.")
  endif()
  get_filename_component(bp_emscripten "${BP_EMCC}" REALPATH)
  get_filename_component(bp_emscripten "${bp_emscripten}" DIRECTORY)
endif()
include("${bp_emscripten}/cmake/Modules/Platform/Emscripten.cmake")
