#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth {

/// What boothd.toml says, as plain values with defaults filled in; paths are absolute.
/// systemd/boothd.toml.example documents every key. Only main.cpp maps this to the parts' own
/// options.
struct Config {
  using Time = std::chrono::milliseconds;

  struct Booth {
    std::string name = "booth";
  };

  struct Event {
    std::string slug;   ///< [a-z0-9-]; folder and object key
    std::string title;  ///< printed on sheets
    std::string template_name;
    int copies = 1;
    std::string look;         ///< empty = as the template has it
    std::string backdrop;     ///< a file of Templates::backdrops; empty = as the template has it
    std::string logo;         ///< a PNG for {logo} of the template; empty = none
    int expected_sheets = 0;  ///< that the event needs in all; 0 = nobody knows
  };

  struct Prints {
    int per_session = 0;  ///< 0 = no limit
    int per_event = 0;
    int per_guest = 0;
    std::string at_limit = "stop";  ///< or "notify", "count"
    int low_media = 20;             ///< sheets: below, a new roll should be at hand
  };

  struct Session {
    Time first_countdown{5000};
    Time next_countdown{3000};
    Time review{1500};
    Time last_review{0};
    int captures_per_photo = 4;
    Time camera_patience{45'000};
    std::vector<std::string> cameras;  ///< which takes which photo, in turns; empty = the first all
    Time resume_window{180'000};
  };

  struct Camera {
    std::string name;              ///< empty where there is only one
    bool stands_in = true;         ///< for another one that is out
    std::string kind = "gphoto2";  ///< or "hot_folder"
    std::string model = "auto";
    std::string port = "auto";
    std::string serial;                      ///< of the body; empty = any
    std::vector<std::string> power_command;  ///< program and arguments; empty = none
    Time power_deadline{20'000};
    std::string folder;  ///< of "hot_folder"
    Time capture_lead{700};
    Time live_view_idle{30'000};
    int live_view_fps = 30;
    bool has_autofocus = true;
    std::vector<std::string> settings;  ///< of the chosen preset: "iso=400"
    bool is_kept_on_card = false;       ///< photos stay on the memory card too
    std::optional<Time> shutter_lag;    ///< from the order to the exposure; nullopt = as measured
    Time open_deadline{15'000};
    Time photo_deadline{8000};
    Time photo_silence{4000};  ///< of the driver, while a photo is made or fetched
  };

  struct Printer {
    std::string name;
    std::string queue;
    std::string profile;
    std::string server;         ///< empty = what libcups finds
    std::string icc_profile;    ///< empty = sheets are sent as sRGB
    std::string guard_journal;  ///< empty = the queue has no guard
    Time patience{3000};
  };

  struct Target {
    std::string name;
    std::string kind;                  ///< "put", "s3", "tus" or "folder"
    std::string url;                   ///< of "folder": its path
    std::vector<std::string> classes;  ///< "share_copy", "sheet", "original"
    std::vector<std::string> events;   ///< slugs; empty = every event
    std::string public_url;            ///< where guests can fetch its keys; empty = nowhere
    std::string verify = "read_back";  ///< or "size"
    std::string token_file;            ///< empty = none
    std::string ca_file;               ///< empty = the system's authorities
    std::string client_cert_file;
    std::string client_key_file;
    std::string proxy;
    std::int64_t upload_bytes_per_s = 0;   ///< 0 = no limit
    std::string bucket;                    ///< s3
    std::string region;                    ///< s3
    std::string access_key_file;           ///< s3
    std::string secret_key_file;           ///< s3
    std::string session_token_file;        ///< s3; empty = none
    bool is_path_style = true;             ///< s3: url/bucket/key; false = bucket.url/key
    std::string prefix;                    ///< s3: put before every key; empty = none
    std::string portal_check_url;          ///< empty = none
    std::string receipt_url;               ///< tus; empty = none
    std::int64_t chunk_bytes = 8LL << 20;  ///< tus
    bool is_chunk_fixed = false;           ///< tus
  };

  struct Privacy {
    std::string contact_key_file;  ///< empty = no contacts are kept
    std::string consent_version;   ///< of the text that guests agree to
    std::string consent_text_file;
    std::optional<std::chrono::days> originals;  ///< of the active event; nullopt = as [storage]
    std::optional<std::chrono::days> sheets;
    std::optional<std::chrono::days> contacts;
  };

  struct Share {
    std::string page_file;  ///< empty = the shipped page
  };

  struct Facts {
    std::string url;            ///< empty = facts stay here
    std::string heartbeat_url;  ///< empty = none
    Time heartbeat_every{60'000};
    std::string source;  ///< empty = made from the booth's name
    std::string token_file;
    std::string ca_file;
    std::string client_cert_file;
    std::string client_key_file;
    std::string proxy;
    std::string portal_check_url;
    bool is_compressed = true;
  };

  struct Uploads {
    bool is_metered = false;
    std::int64_t event_bytes_per_s = 0;  ///< while guests are there; 0 = no limit of its own
    Time event_ends_after{1'800'000};
  };

  struct Storage {
    std::int64_t reserve_bytes = 256LL << 20;
    std::int64_t low_bytes = 5LL << 30;
    std::int64_t critical_bytes = 1LL << 30;
    std::optional<std::chrono::days> keep;  ///< nullopt = nothing is ever removed
  };

  struct Templates {
    std::string directory = "/usr/share/boothd/templates";
    std::string backdrops;  ///< folder of pictures for green screens; empty = none
  };

  struct Api {
    std::string socket = "/run/boothd/boothd.sock";
    std::optional<std::uint16_t> loopback_port;  ///< nullopt = no TCP
    std::string token_file;                      ///< of the loopback port
  };

  Booth booth;
  Event event;
  Prints prints;
  Session session;
  std::vector<Camera> cameras;  ///< at least one
  std::vector<Printer> printers;
  std::vector<Target> targets;
  Privacy privacy;
  Share share;
  Facts facts;
  Uploads uploads;
  Storage storage;
  Templates templates;
  Api api;
};

/// Reads and checks the file: types, ranges, words, names, and that the files it names are there.
/// Secrets stay in their own files, which others must not be able to read. Blocking; for the start.
///
/// @returns BadInput with every problem found, one per line, as "file:line:column: key: expected
/// ..., found ..."
Result<Config> load_config(const std::string& path);

/// Every key that `load_config` knows, as "section.key": the shipped example must show each of
/// them.
std::vector<std::string> known_config_keys();

/// The first line of a secret's file.
/// @returns Io when it cannot be read, BadInput when it is empty
Result<std::string> read_secret(const std::string& path);

}  // namespace booth
