# Cross builds for Debian 12 on another processor, against the sysroot that cross/sysroot.sh makes.
# BOOTH_CROSS=arm64 or armhf; BOOTH_SYSROOT=its folder. Both also reach the compiler checks that CMake runs on its own.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES BOOTH_CROSS BOOTH_SYSROOT)
set(booth_triplet_arm64 aarch64-linux-gnu)
set(booth_processor_arm64 aarch64)
set(booth_emulator_arm64 qemu-aarch64-static)
set(booth_triplet_armhf arm-linux-gnueabihf)
set(booth_processor_armhf arm)
set(booth_emulator_armhf qemu-arm-static)
if(NOT DEFINED booth_triplet_${BOOTH_CROSS} OR NOT IS_DIRECTORY "${BOOTH_SYSROOT}")
  message(FATAL_ERROR "./dev cross arm64 makes the sysroot and sets BOOTH_CROSS and BOOTH_SYSROOT")
endif()
set(triplet ${booth_triplet_${BOOTH_CROSS}})

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${booth_processor_${BOOTH_CROSS}})
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
# A cross compiler looks for linkers of its own only.
set(BOOTH_MOLD OFF CACHE STRING "not for another processor")
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(CMAKE_SYSROOT "${BOOTH_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# pkg-config knows no sysroot of its own.
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${BOOTH_SYSROOT}")
set(ENV{PKG_CONFIG_LIBDIR} "${BOOTH_SYSROOT}/usr/lib/${triplet}/pkgconfig:${BOOTH_SYSROOT}/usr/share/pkgconfig")
# The tests, and what CMake asks them for (their names), run here.
set(CMAKE_CROSSCOMPILING_EMULATOR "/usr/bin/${booth_emulator_${BOOTH_CROSS}};-L;${BOOTH_SYSROOT}")
