// SPDX-License-Identifier: MIT
#include "kb-connector/index/posting_list.h"

#include <algorithm>

namespace frontdesk {

void PostingList::write(const std::vector<Posting>& postings, std::vector<std::uint8_t>& out) {
  const std::size_t begin = out.size();
  const std::size_t blocks = begin + table_bytes(postings.size());
  out.resize(blocks);
  Head head;
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (i % kBlock == 0 && i > 0) {
      head.offset = static_cast<std::uint32_t>(out.size() - blocks);
      std::memcpy(out.data() + begin + (i / kBlock - 1) * sizeof(Head), &head, sizeof(Head));
    }
    pack(postings[i].doc - head.next, [&out](std::uint8_t byte) { out.push_back(byte); });
    out.push_back(postings[i].impact);
    head.next = postings[i].doc + 1;
  }
}

std::uint32_t PostingList::find(Doc doc) const {
  std::size_t low = 0;
  std::size_t high = heads_of(size_);
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (head(middle).next <= doc) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const Head block = head(low);
  const std::uint8_t* at = bytes_ + block.offset;
  Doc next = block.next;
  for (std::size_t left = std::min<std::size_t>(kBlock, size_ - low * kBlock); left > 0; --left) {
    const Doc here = next + unpack(at);
    if (here >= doc) return here == doc ? *at : 0;
    ++at;
    next = here + 1;
  }
  return 0;
}

}  // namespace frontdesk
