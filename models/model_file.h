// SPDX-License-Identifier: MIT
#pragma once
// A trained model as a folder.
//
//   manifest       text: format, key of content and recipe, and name, size, SHA-256 of each file below
//   recipe.yaml    what it was trained with
//   ensemble.bin   intents, vocabulary, linear weights, calibration, threshold (little-endian, nlu/bytes.h)
//   fasttext.bin   fastText's own format
//
// Loading checks every size and hash before it parses a byte, and every array before it uses one; what does
// not fit is an Error that names the file and says what to do. No time and no path is in a model: equal
// trainings make equal folders.

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"
#include "models/train.h"
#include "nlu/classifier.h"

namespace frontdesk {

/// Writes the folder whole or not at all: into a neighbour that is then renamed; one that was there before is
/// replaced. Code::unavailable when the disk refuses. Returns the bytes written.
Result<std::uintmax_t> save(const TrainedModel& model, const std::filesystem::path& folder);

/// A model in memory. `key`, when not empty, is what content_key must be. Code::not_found when there is no
/// such folder; Code::conflict when it belongs to other content or another recipe; Code::invalid when it is
/// damaged or of a foreign format.
Result<std::unique_ptr<Classifier>> load(const std::filesystem::path& folder,
                                         const std::string& key = "");

/// The content_key in a folder's manifest; errors as of load, which is what checks the files.
Result<std::string> model_key(const std::filesystem::path& folder);

}  // namespace frontdesk
