// SPDX-License-Identifier: MIT
#pragma once
// The documents that have a term and what it is worth in each, two bytes a document where it is frequent.
//
// Documents are distances from the one before (packed.h), each followed by one byte of impact. A list of
// more than one block of 64 begins with a table of where the blocks are and after which document, so that
// one document is found without reading the whole list.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "kb-connector/index/packed.h"

namespace frontdesk {

/// Number of a document: its place in the order of adding.
using Doc = std::uint32_t;

/// A view of one packed list; what it views must outlive it.
class PostingList {
 public:
  struct Posting {
    Doc doc = 0;
    std::uint8_t impact = 0;  // 1..255, in 255ths of the largest of the list
  };

  /// `size` postings that write() has put at `bytes`.
  PostingList(const std::uint8_t* bytes, std::uint32_t size)
      : heads_(bytes), bytes_(bytes + heads_of(size) * sizeof(Head)), size_(size) {}

  /// Appends the postings, by rising document, to `out`.
  static void write(const std::vector<Posting>& postings, std::vector<std::uint8_t>& out);

  /// The most bytes that the table of blocks adds to a list.
  static std::size_t table_bytes(std::size_t size) { return heads_of(size) * sizeof(Head); }

  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Calls visit(doc, impact) for all, by rising document.
  template <typename Visit>
  void each(Visit&& visit) const {
    const std::uint8_t* at = bytes_;
    Doc next = 0;
    for (std::uint32_t left = size_; left > 0; --left) {
      const Doc doc = next + unpack(at);
      next = doc + 1;
      visit(doc, std::uint32_t{*at++});
    }
  }

  /// The impact in `doc`; 0 when it is not in the list.
  [[nodiscard]] std::uint32_t find(Doc doc) const;

 private:
  static constexpr std::size_t kBlock = 64;
  // Of every block but the first.
  struct Head {
    Doc next = 0;              // the document after the last one before the block
    std::uint32_t offset = 0;  // of the block, from the first block
  };
  static std::size_t heads_of(std::size_t size) { return size == 0 ? 0 : (size - 1) / kBlock; }
  [[nodiscard]] Head head(std::size_t block) const {
    Head head;
    if (block > 0) std::memcpy(&head, heads_ + (block - 1) * sizeof(Head), sizeof(Head));
    return head;
  }

  const std::uint8_t* heads_;
  const std::uint8_t* bytes_;
  std::uint32_t size_;
};

}  // namespace frontdesk
