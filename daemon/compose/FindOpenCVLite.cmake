# OpenCV core and imgproc only. Debian's OpenCVConfig.cmake comes with the fat libopencv-dev alone, and imgcodecs would
# load 138 libraries at every start.
find_path(OpenCVLite_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
find_library(OpenCVLite_core_LIBRARY opencv_core)
find_library(OpenCVLite_imgproc_LIBRARY opencv_imgproc)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVLite REQUIRED_VARS
  OpenCVLite_INCLUDE_DIR OpenCVLite_core_LIBRARY OpenCVLite_imgproc_LIBRARY)

if(OpenCVLite_FOUND AND NOT TARGET OpenCVLite::OpenCVLite)
  add_library(OpenCVLite::OpenCVLite INTERFACE IMPORTED)
  # SYSTEM: the headers warn about enum arithmetic under C++20.
  target_include_directories(OpenCVLite::OpenCVLite SYSTEM INTERFACE "${OpenCVLite_INCLUDE_DIR}")
  target_link_libraries(OpenCVLite::OpenCVLite INTERFACE
    "${OpenCVLite_imgproc_LIBRARY}" "${OpenCVLite_core_LIBRARY}")
endif()
mark_as_advanced(OpenCVLite_INCLUDE_DIR OpenCVLite_core_LIBRARY OpenCVLite_imgproc_LIBRARY)
