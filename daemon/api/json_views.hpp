#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "daemon/app/booth_control.hpp"
#include "daemon/ports/event_store.hpp"

namespace booth::api {

// The wire form of everything the API tells. Times are RFC 3339 in UTC with milliseconds, sizes are
// bytes, states are the words of the stores' tables, "none" is null. openapi.yaml describes the
// same; a test holds both together.

/// "2026-11-22T04:52:42.123Z"
std::string time_text(UtcTime time);

boost::json::object to_json(const BoothStatus& status);
boost::json::object to_json(const CameraStatus& camera);
boost::json::object to_json(const CameraView& camera);
boost::json::object to_json(const PrinterView& printer);
boost::json::object to_json(const NetworkView& network);
boost::json::object to_json(const Health& health);
boost::json::object to_json(const Store::PrintCounts& prints);
boost::json::object to_json(const PaperView& paper);
boost::json::object to_json(const PrintLedger& ledger);
boost::json::object to_json(const Store::UploadCounts& uploads);
boost::json::object to_json(const Session& session);
boost::json::object to_json(const OfferedChoices& offered);
boost::json::object to_json(const ShareView& shared);
boost::json::object to_json(const SessionView& view);
boost::json::object to_json(const Shot& shot);
boost::json::object to_json(const Sheet& sheet);
boost::json::object to_json(const PrintJob& print);
boost::json::object to_json(const UploadItem& upload);
boost::json::object to_json(const TemplateSummary& summary);
boost::json::object to_json(const CameraSetting& setting);
boost::json::object to_json(const ShutterLag& lag);
boost::json::object to_json(const Fact& fact);
boost::json::object to_json(const TargetView& target);
boost::json::object to_json(const SyncView& view);
boost::json::object to_json(const TargetTest& test);
boost::json::object to_json(const PrivacyStore::Forgotten& forgotten);
boost::json::object to_json(const PrivacyStore::Erasure& erasure);
boost::json::object to_json(const ConsentView& consent);
boost::json::object to_json(const Contact& contact);
boost::json::object to_json(const EventPlan& plan);
boost::json::object to_json(const EventRecord& record);
boost::json::object to_json(const EventChoices& choices);

}  // namespace booth::api
