#!/usr/bin/env bash
# A real DokuWiki on the loopback address, for tests: files only, PHP's own web server, Debian's package.
#
#   dokuwiki.sh FOLDER       FOLDER is made; nothing is written elsewhere
#
# Prints "listening on URL" when it answers, and serves until it is told to end or its parent is gone. The wiki
# has no pages; admin may do everything, and everybody may read, but not the namespace "vidinis". FOLDER/user
# and FOLDER/secret are a user who may read all.
set -euo pipefail
folder=$1
site=$folder/site
password=Test-pass-12345
mkdir -p "$folder"
port=$(php -r 'echo explode(":", stream_socket_get_name(stream_socket_server("tcp://127.0.0.1:0"), false))[1];')

# A copy without symbolic links: the package's own lead into /etc and /var.
cp -rL /usr/share/dokuwiki "$site"
rm -rf "$site/conf" "$site/data"
cp -rL /etc/dokuwiki "$site/conf"
mkdir -p "$site"/data/{attic,cache,index,locks,media,media_attic,media_meta,meta,pages,tmp,log}
rm -f "$site/conf/local.protected.php" "$site/inc/preload.php"
cat >"$site/conf/local.php" <<'P'
<?php
$conf['title'] = 'Pagalba';
$conf['lang'] = 'lt';
$conf['useacl'] = 1;
$conf['superuser'] = '@admin';
$conf['authtype'] = 'authplain';
$conf['remote'] = 1;
$conf['remoteuser'] = '';
$conf['savedir'] = './data';
$conf['disableactions'] = 'register';
P
printf '* @ALL 1\nvidinis:* @ALL 0\nvidinis:* @user 1\n' >"$site/conf/acl.auth.php"
hash() { php -r 'echo password_hash($argv[1], PASSWORD_BCRYPT, ["cost" => 4]);' "$1"; }
secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
{
  echo "admin:$(hash "$password"):Admin:admin@example.test:admin,user"
  echo "frontdesk:$(hash "$secret"):frontdesk:frontdesk@example.test:user"
} >"$site/conf/users.auth.php"
printf 'frontdesk' >"$folder/user"
printf '%s' "$secret" >"$folder/secret"
printf '%s' "$password" >"$folder/admin"

{
  until php -r 'exit(@file_get_contents($argv[1]) === false ? 1 : 0);' \
    "http://127.0.0.1:$port/doku.php" 2>/dev/null; do
    kill -0 $$ || exit 1  # what this shell becomes below
    sleep 0.1
  done
  echo "listening on http://127.0.0.1:$port"
} &
cd "$site"
exec setpriv --pdeathsig KILL php -S "127.0.0.1:$port" -t "$site" >/dev/null 2>"$folder/php.log"
