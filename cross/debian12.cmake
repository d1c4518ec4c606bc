# Cross builds on Debian 12 with the libraries of the other processor beside its own (multiarch), as cross/build.sh makes it.
# BOOTH_CROSS=arm64 or armhf; it also reaches the compiler checks that CMake runs on its own.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES BOOTH_CROSS)
set(booth_triplet_arm64 aarch64-linux-gnu)
set(booth_processor_arm64 aarch64)
set(booth_triplet_armhf arm-linux-gnueabihf)
set(booth_processor_armhf arm)
if(NOT DEFINED booth_triplet_${BOOTH_CROSS})
  message(FATAL_ERROR "BOOTH_CROSS says which processor: arm64 or armhf")
endif()
set(triplet ${booth_triplet_${BOOTH_CROSS}})

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${booth_processor_${BOOTH_CROSS}})
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(PKG_CONFIG_EXECUTABLE /usr/bin/${triplet}-pkg-config CACHE FILEPATH "")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_IGNORE_PREFIX_PATH /usr/lib/x86_64-linux-gnu)
# A cross compiler looks for linkers of its own only.
set(BOOTH_MOLD OFF CACHE STRING "not for another processor")
# The tests, and what CMake asks them for (their names), run here.
set(CMAKE_CROSSCOMPILING_EMULATOR /usr/bin/qemu-${booth_processor_${BOOTH_CROSS}}-static)
