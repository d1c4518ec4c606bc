#include "drivers/cups/ipp_reading.hpp"

#include <algorithm>
#include <string_view>

namespace booth {
namespace {

bool is_text(ipp_attribute_t* attribute) {
  switch (ippGetValueTag(attribute)) {
    case IPP_TAG_TEXT:
    case IPP_TAG_NAME:
    case IPP_TAG_TEXTLANG:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_KEYWORD:
    case IPP_TAG_URI:
    case IPP_TAG_MIMETYPE:
      return true;
    default:
      return false;
  }
}

bool is_number(ipp_attribute_t* attribute) {
  const auto tag = ippGetValueTag(attribute);
  return tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM;
}

std::string text_of(ipp_attribute_t* attribute, int index = 0) {
  const char* const text = ippGetString(attribute, index, nullptr);
  return text == nullptr ? std::string() : std::string(text);
}

/// Attributes of one job, gathered until the next job begins.
struct JobAttributes {
  int number = 0;
  std::string name;
  int state = IPP_JSTATE_PENDING;
  std::vector<std::string> reasons;
  std::string message;
  int documents = -1;

  void take(ipp_attribute_t* attribute) {
    const std::string_view key = ippGetName(attribute);
    if (key == "job-id" && is_number(attribute)) number = ippGetInteger(attribute, 0);
    if (key == "job-state" && is_number(attribute)) state = ippGetInteger(attribute, 0);
    if (key == "number-of-documents" && is_number(attribute))
      documents = ippGetInteger(attribute, 0);
    if (key == "job-name" && is_text(attribute)) name = text_of(attribute);
    if (key == "job-printer-state-message" && is_text(attribute)) message = text_of(attribute);
    if (key == "job-state-reasons" && is_text(attribute))
      for (int i = 0; i < ippGetCount(attribute); ++i) reasons.push_back(text_of(attribute, i));
  }
};

SpoolJob::State state_of(const JobAttributes& job) {
  const bool is_incoming =
      std::find(job.reasons.begin(), job.reasons.end(), "job-incoming") != job.reasons.end();
  switch (job.state) {
    // A half-created job is held first as "job-incoming" and after a restart of cupsd for no reason
    // at all.
    case IPP_JSTATE_HELD:
      return is_incoming || job.documents == 0 ? SpoolJob::State::Incoming : SpoolJob::State::Held;
    case IPP_JSTATE_PENDING:
      return SpoolJob::State::Pending;
    case IPP_JSTATE_PROCESSING:
      return SpoolJob::State::Processing;
    case IPP_JSTATE_STOPPED:
      return SpoolJob::State::Stopped;
    case IPP_JSTATE_COMPLETED:
      return SpoolJob::State::Completed;
    case IPP_JSTATE_CANCELED:
      return SpoolJob::State::Cancelled;
    default:
      return SpoolJob::State::Aborted;
  }
}

}  // namespace

std::optional<int> read_integer(ipp_t* answer, const char* name) {
  auto* const attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  if (attribute == nullptr || !is_number(attribute)) return std::nullopt;
  return ippGetInteger(attribute, 0);
}

std::optional<bool> read_boolean(ipp_t* answer, const char* name) {
  auto* const attribute = ippFindAttribute(answer, name, IPP_TAG_BOOLEAN);
  if (attribute == nullptr) return std::nullopt;
  return ippGetBoolean(attribute, 0) != 0;
}

std::vector<int> read_integers(ipp_t* answer, const char* name) {
  std::vector<int> values;
  auto* const attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  if (attribute == nullptr || !is_number(attribute)) return values;
  for (int i = 0; i < ippGetCount(attribute); ++i) values.push_back(ippGetInteger(attribute, i));
  return values;
}

std::string read_text(ipp_t* answer, const char* name) {
  auto* const attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  return attribute == nullptr || !is_text(attribute) ? std::string() : text_of(attribute);
}

std::vector<std::string> read_texts(ipp_t* answer, const char* name) {
  std::vector<std::string> texts;
  auto* const attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  if (attribute == nullptr || !is_text(attribute)) return texts;
  for (int i = 0; i < ippGetCount(attribute); ++i) texts.push_back(text_of(attribute, i));
  return texts;
}

std::vector<SpoolJob> read_jobs(ipp_t* answer) {
  std::vector<SpoolJob> jobs;
  JobAttributes current;
  const auto finish = [&] {
    auto id = PrintId::parse(current.name);
    if (id && current.number > 0)
      jobs.push_back({std::move(*id), current.number, state_of(current), current.message});
    current = {};
  };
  for (auto* attribute = ippFirstAttribute(answer); attribute != nullptr;
       attribute = ippNextAttribute(answer)) {
    if (ippGetName(attribute) == nullptr)
      finish();  // the separator between two jobs
    else if (ippGetGroupTag(attribute) == IPP_TAG_JOB)
      current.take(attribute);
  }
  finish();
  return jobs;
}

}  // namespace booth
