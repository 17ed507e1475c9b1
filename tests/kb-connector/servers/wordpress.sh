#!/usr/bin/env bash
# A real WordPress on the loopback address, for tests: a MariaDB of its own behind a Unix socket, PHP's own web
# server, Debian's packages.
#
#   wordpress.sh FOLDER      FOLDER is made; nothing is written elsewhere
#
# Prints "listening on URL" when it answers, and serves until it is told to end or its parent is gone. FOLDER/user
# and FOLDER/secret are an administrator's application password.
set -euo pipefail
folder=$1
site=$folder/site
mkdir -p "$folder/db"
port=$(php -r 'echo explode(":", stream_socket_get_name(stream_socket_server("tcp://127.0.0.1:0"), false))[1];')
socket=$folder/db/sock
((${#socket} < 108)) || { echo "wordpress.sh: $folder is too long a name for a Unix socket" >&2; exit 2; }

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$folder/db" \
  --auth-root-authentication-method=normal --skip-test-db >"$folder/db.log" 2>&1
setpriv --pdeathsig KILL mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/db" \
  --socket="$socket" --pid-file="$folder/db/pid" --skip-networking --innodb-buffer-pool-size=32M \
  --innodb-flush-log-at-trx-commit=0 --skip-log-bin >>"$folder/db.log" 2>&1 &
database=$!
php=
end() {
  [[ -z $php ]] || kill -KILL "$php" 2>/dev/null || true
  kill -KILL "$database" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap end EXIT
trap 'exit 0' TERM INT HUP

# A copy without symbolic links: WordPress finds its parts beside the real file.
cp -rL /usr/share/wordpress "$site"
cat >"$site/wp-config.php" <<P
<?php
define('DB_NAME', 'wp');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$socket');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', 'http://127.0.0.1:$port');
define('WP_SITEURL', 'http://127.0.0.1:$port');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
// Application passwords on plain http.
define('WP_ENVIRONMENT_TYPE', 'local');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY',
          'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as \$k) define(\$k, 'test-' . \$k);
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
P
until mariadb-admin --no-defaults -uroot -S "$socket" ping >/dev/null 2>&1; do
  kill -0 "$database" 2>/dev/null || { tail "$folder/db.log" >&2; exit 1; }
  sleep 0.1
done
mariadb --no-defaults -uroot -S "$socket" -e 'create database wp character set utf8mb4'
cat >"$folder/install.php" <<'P'
<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $argv[2];
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
$made = wp_install('Pagalba', 'admin', 'admin@example.test', true, '', 'Test-pass-12345');
update_option('permalink_structure', '/%postname%/');
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post)
  wp_delete_post($post->ID, true);
echo WP_Application_Passwords::create_new_application_password($made['user_id'], ['name' => 'kb'])[0];
P
php "$folder/install.php" "$site" "127.0.0.1:$port" >"$folder/secret" 2>"$folder/install.log"
printf 'admin' >"$folder/user"
cat >"$folder/router.php" <<'P'
<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path != '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
chdir($_SERVER['DOCUMENT_ROOT']);
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
P
cd "$site"
setpriv --pdeathsig KILL php -S "127.0.0.1:$port" -t "$site" "$folder/router.php" \
  >/dev/null 2>"$folder/php.log" &
php=$!
until php -r 'exit(@file_get_contents($argv[1]) === false ? 1 : 0);' \
  "http://127.0.0.1:$port/wp-json/" 2>/dev/null; do
  kill -0 "$php" 2>/dev/null || { tail "$folder/php.log" >&2; exit 1; }
  sleep 0.1
done
echo "listening on http://127.0.0.1:$port"
wait "$php"
