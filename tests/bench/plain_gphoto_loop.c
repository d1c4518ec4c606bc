/* What people write today: one C program with libgphoto2 in a loop. The camera bench compares with
 * it.
 *
 * plain_gphoto_loop MODEL PORT live SECONDS   prints "frames=N cpu_ms=N"
 * plain_gphoto_loop MODEL PORT shots COUNT    prints "shot_ms=N" per photo, trigger to bytes
 */
#include <gphoto2/gphoto2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double cpu_ms(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

static void must(int rc, const char* what) {
  if (rc >= GP_OK) return;
  fprintf(stderr, "%s: %s\n", what, gp_result_as_string(rc));
  exit(1);
}

static void show_live_view(Camera* camera, GPContext* context, double seconds) {
  const double cpu_before = cpu_ms();
  const double end = now_ms() + seconds * 1e3;
  int frames = 0;
  while (now_ms() < end) {
    CameraFile* file = NULL;
    const char* data = NULL;
    unsigned long size = 0;
    must(gp_file_new(&file), "gp_file_new");
    must(gp_camera_capture_preview(camera, file, context), "capture_preview");
    gp_file_get_data_and_size(file, &data, &size);
    if (size > 0) ++frames;
    gp_file_unref(file);
  }
  printf("frames=%d cpu_ms=%.1f\n", frames, cpu_ms() - cpu_before);
}

static void take_photo(Camera* camera, GPContext* context) {
  const double start = now_ms();
  must(gp_camera_trigger_capture(camera, context), "trigger_capture");
  for (;;) {
    CameraEventType type = GP_EVENT_UNKNOWN;
    void* payload = NULL;
    must(gp_camera_wait_for_event(camera, 5, &type, &payload, context), "wait_for_event");
    if (type == GP_EVENT_FILE_ADDED) {
      const CameraFilePath* path = (const CameraFilePath*)payload;
      CameraFile* file = NULL;
      const char* data = NULL;
      unsigned long size = 0;
      must(gp_file_new(&file), "gp_file_new");
      must(gp_camera_file_get(camera, path->folder, path->name, GP_FILE_TYPE_NORMAL, file, context),
           "file_get");
      gp_file_get_data_and_size(file, &data, &size);
      printf("shot_ms=%.1f\n", now_ms() - start);
      must(gp_camera_file_delete(camera, path->folder, path->name, context), "file_delete");
      gp_file_unref(file);
      free(payload);
      return;
    }
    free(payload);
  }
}

static void choose_memory(Camera* camera, GPContext* context) {
  CameraWidget* widget = NULL;
  if (gp_camera_get_single_config(camera, "capturetarget", &widget, context) < GP_OK) return;
  gp_widget_set_value(widget, "Internal RAM");
  must(gp_camera_set_single_config(camera, "capturetarget", widget, context), "capturetarget");
  gp_widget_free(widget);
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  signal(SIGPIPE, SIG_IGN);
  setenv("HOME", "/proc/self/no-home", 1);
  setenv("LC_ALL", "C", 1);
  GPContext* context = gp_context_new();
  Camera* camera = NULL;
  CameraAbilitiesList* models = NULL;
  CameraAbilities model;
  GPPortInfoList* ports = NULL;
  GPPortInfo port;
  must(gp_camera_new(&camera), "camera_new");
  must(gp_abilities_list_new(&models), "abilities");
  must(gp_abilities_list_load(models, context), "abilities");
  must(gp_abilities_list_get_abilities(models, gp_abilities_list_lookup_model(models, argv[1]),
                                       &model),
       argv[1]);
  must(gp_camera_set_abilities(camera, model), "set_abilities");
  must(gp_port_info_list_new(&ports), "ports");
  must(gp_port_info_list_load(ports), "ports");
  must(gp_port_info_list_get_info(ports, gp_port_info_list_lookup_path(ports, argv[2]), &port),
       argv[2]);
  must(gp_camera_set_port_info(camera, port), "set_port_info");
  must(gp_camera_init(camera, context), "init");
  choose_memory(camera, context);
  if (strcmp(argv[3], "live") == 0) show_live_view(camera, context, atof(argv[4]));
  if (strcmp(argv[3], "shots") == 0)
    for (int i = 0; i < atoi(argv[4]); ++i) take_photo(camera, context);
  gp_camera_exit(camera, context);
  gp_camera_unref(camera);
  gp_port_info_list_free(ports);
  gp_abilities_list_free(models);
  gp_context_unref(context);
  return 0;
}
