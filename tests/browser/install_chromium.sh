#!/bin/sh
# Debian's Chromium for the browser tests, where this user may install packages. Where not, the tests say so.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
echo "CHROMIUM IS NOT INSTALLED AND THIS USER MAY NOT INSTALL IT: THE BROWSER TESTS WILL NOT RUN." >&2
exit 0
