# bp_real_data: breast cancer, iris, wine, digits and diabetes as scikit-learn ships them, cleaned and
# checked by tools/data/real_data.py. Their CSV files are in build/…/data (target bp_real_data_files),
# for the page; the library holds the same text, for programs and tests.
set(BP_REAL_DATA "" CACHE PATH "Another folder with the files of scikit-learn's datasets/data")
set(bp_sklearn_data lib/python3/dist-packages/sklearn/datasets/data)
set(bp_real_data_files breast_cancer.csv iris.csv wine_data.csv digits.csv.gz
    diabetes_data_raw.csv.gz diabetes_target.csv.gz)

# What ./playground unpacked, what the system has; else what the project publishes.
find_path(BP_REAL_DATA_DIR diabetes_data_raw.csv.gz
  HINTS "${BP_REAL_DATA}" "${BP_THIRD_PARTY}/../real_data/root/usr/${bp_sklearn_data}"
        "/usr/${bp_sklearn_data}"
  NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
mark_as_advanced(BP_REAL_DATA_DIR)
set(bp_real_data_dir "${BP_REAL_DATA_DIR}")
if(NOT bp_real_data_dir)
  set(bp_real_data_dir "${CMAKE_BINARY_DIR}/real_data")
  foreach(file IN LISTS bp_real_data_files ITEMS COPYING)
    if(EXISTS "${bp_real_data_dir}/${file}")
      continue()
    endif()
    message(STATUS "${file}: not found here, downloading it")
    set(url "${BP_REAL_DATA_URL}/sklearn/datasets/data/${file}")
    if(file STREQUAL "COPYING")
      set(url "${BP_REAL_DATA_URL}/COPYING")
    endif()
    # No hash here: the script checks what the data are, not how they are packed.
    file(DOWNLOAD "${url}" "${bp_real_data_dir}/${file}.part" STATUS status TLS_VERIFY ON)
    list(GET status 0 code)
    if(NOT code EQUAL 0)
      message(FATAL_ERROR "scikit-learn's data files are neither installed nor to be had from "
        "${url}: ${status}. Install python3-sklearn, or set BP_REAL_DATA to a folder that has them.")
    endif()
    file(RENAME "${bp_real_data_dir}/${file}.part" "${bp_real_data_dir}/${file}")
  endforeach()
endif()

find_program(BP_ANY_PYTHON python3 REQUIRED NO_CMAKE_FIND_ROOT_PATH)
set(bp_real_data_script "${PROJECT_SOURCE_DIR}/tools/data/real_data.py")
set(bp_real_data_cpp "${CMAKE_BINARY_DIR}/generated/real_data_csv.cpp")
set(bp_real_data_csv breast_cancer iris wine digits diabetes)
list(TRANSFORM bp_real_data_csv PREPEND "${CMAKE_BINARY_DIR}/data/")
list(TRANSFORM bp_real_data_csv APPEND ".csv")
list(TRANSFORM bp_real_data_files PREPEND "${bp_real_data_dir}/" OUTPUT_VARIABLE sources)
add_custom_command(
  OUTPUT ${bp_real_data_csv} "${bp_real_data_cpp}"
  COMMAND "${BP_ANY_PYTHON}" "${bp_real_data_script}" "${bp_real_data_dir}" "${CMAKE_BINARY_DIR}/data"
          "${bp_real_data_cpp}"
  DEPENDS "${bp_real_data_script}" ${sources}
  COMMENT "Real data" VERBATIM)
add_custom_target(bp_real_data_files DEPENDS ${bp_real_data_csv})

bp_library(bp_real_data "${PROJECT_SOURCE_DIR}/tools/data/real_data.cpp" "${bp_real_data_cpp}")
target_link_libraries(bp_real_data PUBLIC bp_engine)
set_source_files_properties("${bp_real_data_cpp}" PROPERTIES
  COMPILE_OPTIONS -Wno-overlength-strings)  # one literal a file, which every compiler of ours takes
