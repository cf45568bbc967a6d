# Two uses. Included: target bp_shaders, whose generated/shaders.h holds every file of shaders/ as a
# std::string_view, shaders::NAME_EXTENSION. As a script (-P): writes that header.
if(CMAKE_SCRIPT_MODE_FILE)
  cmake_policy(VERSION 3.25)
  set(text "// Generated from shaders/ by cmake/shaders.cmake.\n#pragma once\n#include <string_view>\n")
  string(APPEND text "namespace shaders {\n")
  file(GLOB files "${SHADERS}/*.vert" "${SHADERS}/*.frag" "${SHADERS}/*.glsl")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME)
    get_filename_component(stem "${path}" NAME_WE)
    if(NOT name MATCHES "\\.glsl$")
      string(REGEX REPLACE "^.*\\." "_" extension "${name}")
      string(APPEND stem "${extension}")
    endif()
    file(READ "${path}" body)
    string(APPEND text "inline constexpr std::string_view ${stem} = R\"GLSL(${body})GLSL\";\n")
  endforeach()
  file(WRITE "${OUTPUT}" "${text}}  // namespace shaders\n")
  return()
endif()

bp_glob(bp_shader_files shaders/*.vert shaders/*.frag shaders/*.glsl)
set(bp_shaders_header "${CMAKE_BINARY_DIR}/generated/include/generated/shaders.h")
add_custom_command(
  OUTPUT "${bp_shaders_header}"
  COMMAND ${CMAKE_COMMAND} -DSHADERS=${PROJECT_SOURCE_DIR}/shaders -DOUTPUT=${bp_shaders_header}
          -P ${CMAKE_CURRENT_LIST_DIR}/shaders.cmake
  DEPENDS ${bp_shader_files} ${CMAKE_CURRENT_LIST_DIR}/shaders.cmake
  COMMENT "Embedding shaders" VERBATIM)
add_custom_target(bp_shaders_generate DEPENDS "${bp_shaders_header}")
add_library(bp_shaders INTERFACE)
target_include_directories(bp_shaders INTERFACE "${CMAKE_BINARY_DIR}/generated/include")
add_dependencies(bp_shaders bp_shaders_generate)
