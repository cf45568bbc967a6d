# Dear ImGui with its GLFW and OpenGL backends, without its demo, and without our warnings.
set(bp_imgui_sources "${bp_imgui_dir}/imgui.cpp" "${bp_imgui_dir}/imgui_draw.cpp"
    "${bp_imgui_dir}/imgui_widgets.cpp"
    "${bp_imgui_dir}/backends/imgui_impl_glfw.cpp"
    "${bp_imgui_dir}/backends/imgui_impl_opengl3.cpp")
if(EMSCRIPTEN)
  list(APPEND bp_imgui_sources "${PROJECT_SOURCE_DIR}/cmake/imgui_no_tables.cpp")
else()
  list(APPEND bp_imgui_sources "${bp_imgui_dir}/imgui_tables.cpp")
endif()
if(EXISTS "${bp_imgui_dir}/backends/imgui_impl_null.cpp")
  list(APPEND bp_imgui_sources "${bp_imgui_dir}/backends/imgui_impl_null.cpp")
endif()
add_library(bp_imgui STATIC ${bp_imgui_sources})
target_compile_features(bp_imgui PUBLIC cxx_std_20)
target_include_directories(bp_imgui SYSTEM PUBLIC "${bp_imgui_dir}" "${bp_imgui_dir}/backends")
target_compile_definitions(bp_imgui PUBLIC IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  # GLES 3 has no vertex offset: with 16-bit indices a draw list past 65 535 vertices (thousands of
  # outlined points) would draw garbage.
  "ImDrawIdx=unsigned int")
target_compile_definitions(bp_imgui PRIVATE IMGUI_DISABLE_DEFAULT_FONT)
target_compile_options(bp_imgui PRIVATE -w)
target_link_libraries(bp_imgui PRIVATE bp_no_exceptions)
if(EMSCRIPTEN)
  target_compile_definitions(bp_imgui PUBLIC IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_IMPL_OPENGL_ES3)
  target_compile_options(bp_imgui PRIVATE $<$<CONFIG:Release>:-Oz>
    "SHELL:-include ${PROJECT_SOURCE_DIR}/cmake/imgui_page.h")
else()
  target_link_libraries(bp_imgui PUBLIC OpenGL::GL glfw ${CMAKE_DL_LIBS})
endif()
