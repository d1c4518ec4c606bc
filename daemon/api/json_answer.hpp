#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "daemon/api/http_message.hpp"
#include "daemon/api/json_views.hpp"
#include "daemon/api/problem.hpp"

namespace booth::api {

// Included by the routes_*.cpp files only: the three shapes that nearly every answer has.

inline HttpResponse json_answer(const boost::json::value& value, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.headers["Content-Type"] = "application/json";
  response.body = boost::json::serialize(value);
  return response;
}

/// The thing itself, or the problem why there is none.
template <class Thing>
HttpResponse answer_with(const Result<Thing>& thing, int status = 200) {
  if (!thing) return problem(thing.error());
  return json_answer(to_json(*thing), status);
}

/// @param next  cursor of the next page; nullopt at the end
template <class Item>
HttpResponse page_answer(const std::vector<Item>& items,
                         const std::optional<boost::json::value>& next = std::nullopt) {
  boost::json::array list;
  list.reserve(items.size());
  for (const auto& item : items) list.emplace_back(to_json(item));
  return json_answer(boost::json::object{{"items", std::move(list)},
                                         {"next", next ? *next : boost::json::value(nullptr)}});
}

/// @param items  one more than `wanted` was asked for: whether it came says whether more follow
template <class Item>
HttpResponse cut_page_answer(std::vector<Item> items, std::int64_t wanted) {
  if (static_cast<std::int64_t>(items.size()) <= wanted) return page_answer(items);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(wanted), items.end());
  return page_answer(items, boost::json::value(items.back().id.str()));
}

}  // namespace booth::api
