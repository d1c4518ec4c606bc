#include <gphoto2/gphoto2-port-log.h>

// libgphoto2 writes out every byte that it moves as hexadecimal text, four and a half times as
// long, and throws the text away when nobody listens to its log. This takes most of the time of a
// picture of live view, and several milliseconds of each photo. There is no switch for it; but the
// program's own function of a name goes before the library's.
extern "C" void gp_log_data(const char* /*domain*/, const char* /*bytes*/, unsigned int /*size*/,
                            const char* /*format*/, ...) {}
