#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/api/api_server.hpp"
#include "daemon/app/booth.hpp"
#include "daemon/app/camera_group.hpp"
#include "daemon/app/run_retention.hpp"
#include "daemon/compose/opencv_sheet_renderer.hpp"
#include "daemon/ports/fact_sink.hpp"
#include "daemon/runtime/config.hpp"
#include "daemon/store/sqlite_store.hpp"

namespace booth {

// Part of the composition root: what the configuration file means for each part.

SqliteStoreOptions store_options(const Config& config, const std::string& state_dir);
SheetRendererOptions renderer_options(const Config& config);
SessionRunnerOptions session_options(const Config& config);
UploadRunnerOptions upload_options(const Config& config);
HealthLimits health_limits(const Config& config);
PrintQueueOptions print_queue_options(const Config& config);
RetentionRunnerOptions retention_options(const Config& config);
BoothOptions booth_options(const Config& config);
EventPlan first_event(const Config& config);
api::ApiOptions api_options(const Config& config);

/// @returns nullptr when nobody wants to hear of us
std::unique_ptr<FactSink> make_fact_sink(boost::asio::any_io_executor executor, Timer& timer,
                                         const Config& config);
/// In the order of the configuration.
std::vector<std::unique_ptr<Camera>> make_cameras(const boost::asio::any_io_executor& executor,
                                                  Timer& timer, const Config& config,
                                                  const std::string& state_dir);
std::vector<CameraGroup::Member> group_members(const Config& config,
                                               const std::vector<std::unique_ptr<Camera>>& cameras);
/// See camera_of_slot.
std::vector<std::size_t> camera_turns(const Config& config);
std::vector<std::unique_ptr<Printer>> make_printers(const Config& config);
std::vector<std::unique_ptr<UploadTarget>> make_targets(boost::asio::any_io_executor executor,
                                                        Timer& timer, const Config& config,
                                                        const std::string& state_dir);

}  // namespace booth
