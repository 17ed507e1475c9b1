#!/usr/bin/env bash
# A real MediaWiki on the loopback address, for tests: SQLite, PHP's own web server, Debian's package.
#
#   mediawiki.sh FOLDER      FOLDER is made; nothing is written elsewhere
#
# Prints "listening on URL" when it answers, and serves until it is told to end or its parent is gone. The wiki
# has no articles; Admin may edit. FOLDER/user and FOLDER/secret hold a bot password that may read. Pages of the
# category "Tik darbuotojams" can only be read by who is logged in: MediaWiki itself has no such rule, wikis
# that need one add it as this one does.
set -euo pipefail
folder=$1
wiki=/usr/share/mediawiki
password=Test-pass-12345
mkdir -p "$folder"/{conf,data,site}
port=$(php -r 'echo explode(":", stream_socket_get_name(stream_socket_server("tcp://127.0.0.1:0"), false))[1];')

# The package's own LocalSettings.php would win over MW_CONFIG_FILE.
for part in "$wiki"/*; do
  [[ ${part##*/} == LocalSettings.php ]] || ln -s "$part" "$folder/site/"
done
export MW_CONFIG_FILE=$folder/conf/LocalSettings.php
php "$wiki/maintenance/install.php" --dbtype sqlite --dbpath "$folder/data" --dbname kb \
  --confpath "$folder/conf" --server "http://127.0.0.1:$port" --scriptpath "" --lang lt \
  --pass "$password" Pagalba Admin >"$folder/install.log" 2>&1
cat >>"$MW_CONFIG_FILE" <<'P'
$wgMainCacheType = CACHE_NONE;
$wgJobRunRate = 0;
$wgEnableUploads = false;
$wgHooks['getUserPermissionsErrors'][] = function ( $title, $user, $action, &$result ) {
	if ( $action !== 'read' || $user->isRegistered() ) {
		return true;
	}
	foreach ( array_keys( $title->getParentCategories() ) as $category ) {
		if ( str_ends_with( $category, ':Tik_darbuotojams' ) ) {
			$result = 'badaccess-group0';
			return false;
		}
	}
	return true;
};
P
secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
php "$wiki/maintenance/createBotPassword.php" --appid frontdesk --grants basic Admin "$secret" \
  >>"$folder/install.log" 2>&1
printf 'Admin@frontdesk' >"$folder/user"
printf '%s' "$secret" >"$folder/secret"
printf '%s' "$password" >"$folder/admin"

{
  until php -r 'exit(@file_get_contents($argv[1]) === false ? 1 : 0);' \
    "http://127.0.0.1:$port/api.php?action=query&meta=siteinfo&format=json" 2>/dev/null; do
    kill -0 $$ || exit 1  # what this shell becomes below
    sleep 0.1
  done
  echo "listening on http://127.0.0.1:$port"
} &
cd "$folder/site"
exec setpriv --pdeathsig KILL php -S "127.0.0.1:$port" -t "$folder/site" >/dev/null 2>"$folder/php.log"
