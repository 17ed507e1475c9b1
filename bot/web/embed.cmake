# Files that are built into the binary, as byte arrays.
#
#   settings_file  bot/bot.yaml, the settings with their defaults (content/settings_file.h)
#   concepts_file  models/concepts.yaml, the built-in lexicon (content/lexicon.h)
#   mappings_file  kb-connector/mappings/*.yaml, the hosted help centres (sources/help_center_mapping.h)
#   web_files      the bundles that bot/web/build makes in bot/web/dist (http/static_files.h); without
#                  them the server still answers its API, and says where the pages are missing.
#
# An assembler directive takes the bytes as they are: no compile time, no size limit.

function(frontdesk_embed target symbol file)
  set(source ${CMAKE_BINARY_DIR}/embed/${symbol}.cc)
  file(WRITE ${source}.new
"// Made by embed.cmake from ${file}.
__asm__(R\"(
.section .rodata
.global ${symbol}_begin
.global ${symbol}_end
${symbol}_begin:
.incbin \"${file}\"
${symbol}_end:
.byte 0
.previous
)\");
")
  configure_file(${source}.new ${source} COPYONLY)
  # Alone, because a file of several would not be made anew when what is embedded changes.
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${file} SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${source})
endfunction()

add_library(settings_file STATIC)
frontdesk_embed(settings_file frontdesk_settings_file ${CMAKE_SOURCE_DIR}/bot/bot.yaml)

add_library(concepts_file STATIC)
frontdesk_embed(concepts_file frontdesk_concepts_file ${CMAKE_SOURCE_DIR}/models/concepts.yaml)

add_library(mappings_file STATIC)
foreach(service chatwoot freshdesk helpscout intercom liveagent zendesk)
  frontdesk_embed(mappings_file frontdesk_mapping_${service}
                  ${CMAKE_SOURCE_DIR}/kb-connector/mappings/${service}.yaml)
endforeach()

add_library(web_files STATIC)
set(table ${CMAKE_BINARY_DIR}/embed/web_files.cc)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/bot/web/dist
     ${CMAKE_SOURCE_DIR}/bot/web/dist/*)
set(declarations "")
set(rows "")
set(number 0)
foreach(name ${web_sources})
  set(symbol frontdesk_web_${number})
  frontdesk_embed(web_files ${symbol} ${CMAKE_SOURCE_DIR}/bot/web/dist/${name})
  string(APPEND declarations "extern \"C\" const char ${symbol}_begin[], ${symbol}_end[];\n")
  string(APPEND rows "    {\"${name}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${table}.new
"// Made by embed.cmake: the files of bot/web/dist by name.
#include <map>
#include <string>
#include <string_view>
${declarations}
namespace frontdesk {
extern const std::map<std::string, std::string_view> kWebFiles;
const std::map<std::string, std::string_view> kWebFiles = {
${rows}};
}  // namespace frontdesk
")
configure_file(${table}.new ${table} COPYONLY)
target_sources(web_files PRIVATE ${table})
