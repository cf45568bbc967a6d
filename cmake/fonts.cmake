# Target bp_fonts: Inter, JetBrains Mono and, for the mathematical signs they lack, DejaVu Sans, cut
# down and embedded. Inter Regular has all of cmake/glyphs.txt that there is, the other faces the letters
# of cmake/glyphs_accent.txt or glyphs_mono.txt. generated/fonts.h is what code includes.
find_program(BP_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(BP_PYTHON)
  execute_process(COMMAND ${BP_PYTHON} -c "import fontTools.subset" RESULT_VARIABLE bp_no_fonttools
                  OUTPUT_QUIET ERROR_QUIET)
endif()
if(NOT BP_PYTHON OR bp_no_fonttools)
  message(STATUS "Fonts are embedded whole: Debian's python3-fonttools would cut them to size.")
  set(BP_SUBSET OFF)
else()
  set(BP_SUBSET ON)
endif()

# bp_find_font(VARIABLE FILE): unpacked by ./playground, or installed in the system.
function(bp_find_font variable)
  find_file(${variable} NAMES ${ARGN} NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH PATHS
    "${bp_root}/share/fonts/opentype/inter" "${bp_root}/share/fonts/truetype/jetbrains-mono"
    "${bp_root}/share/fonts/truetype/dejavu" /usr/share/fonts/opentype/inter
    /usr/share/fonts/truetype/inter /usr/share/fonts/truetype/jetbrains-mono
    /usr/share/fonts/truetype/dejavu "${BP_FONT_DIR}")
  if(NOT ${variable})
    message(FATAL_ERROR "Font ${ARGN} not found. ./playground env unpacks it on Debian; elsewhere "
                        "put Inter 4, JetBrains Mono and DejaVu Sans into a folder and configure "
                        "with -DBP_FONT_DIR=that/folder.")
  endif()
endfunction()

set(bp_font_dir "${CMAKE_BINARY_DIR}/generated/fonts")
set(bp_fonts_header "${CMAKE_BINARY_DIR}/generated/include/generated/fonts.h")
set(bp_fonts_source "${CMAKE_BINARY_DIR}/generated/fonts.cpp")
set(bp_fonts_subset "")

# bp_font(NAME LIST FALLBACK FILE...): one embedded font, fonts::NAME, with the signs of cmake/LIST that
# the font FALLBACK, if any, does not draw already.
function(bp_font name list fallback)
  string(TOUPPER "BP_FONT_${name}" variable)
  bp_find_font(${variable} ${ARGN})
  set(out "${bp_font_dir}/${name}.font")
  set(fallback_file "")
  if(fallback)
    string(TOUPPER "BP_FONT_${fallback}" fallback_variable)
    set(fallback_file "${${fallback_variable}}")
  endif()
  if(BP_SUBSET)
    add_custom_command(
      OUTPUT "${out}"
      COMMAND ${BP_PYTHON} "${PROJECT_SOURCE_DIR}/cmake/subset_font.py" "${${variable}}"
              "${PROJECT_SOURCE_DIR}/cmake/${list}" "${out}" ${fallback_file}
      DEPENDS "${${variable}}" "${PROJECT_SOURCE_DIR}/cmake/${list}"
              "${PROJECT_SOURCE_DIR}/cmake/subset_font.py"
      COMMENT "Cutting font ${name}" VERBATIM)
  else()
    add_custom_command(OUTPUT "${out}" DEPENDS "${${variable}}"
      COMMAND ${CMAKE_COMMAND} -E copy "${${variable}}" "${out}" COMMENT "Copying font ${name}")
  endif()
  set(bp_fonts_subset ${bp_fonts_subset} "${out}" PARENT_SCOPE)
endfunction()

bp_font(inter_regular glyphs.txt "" Inter-Regular.otf Inter-Regular.ttf)
bp_font(inter_semibold glyphs_accent.txt "" Inter-SemiBold.otf Inter-SemiBold.ttf)
bp_font(inter_italic glyphs_accent.txt "" Inter-Italic.otf Inter-Italic.ttf)
bp_font(mono glyphs_mono.txt "" JetBrainsMono-Regular.ttf)
bp_font(math glyphs.txt inter_regular DejaVuSans.ttf)

add_custom_command(
  OUTPUT "${bp_fonts_header}" "${bp_fonts_source}"
  COMMAND ${CMAKE_COMMAND} "-DFONTS=${bp_fonts_subset}" -DHEADER=${bp_fonts_header}
          -DSOURCE=${bp_fonts_source} -P ${PROJECT_SOURCE_DIR}/cmake/embed_fonts.cmake
  DEPENDS ${bp_fonts_subset} ${PROJECT_SOURCE_DIR}/cmake/embed_fonts.cmake
  COMMENT "Embedding fonts" VERBATIM)
add_library(bp_fonts STATIC "${bp_fonts_source}" "${bp_fonts_header}")
target_include_directories(bp_fonts PUBLIC "${CMAKE_BINARY_DIR}/generated/include")
target_link_libraries(bp_fonts PUBLIC bp_flags)
