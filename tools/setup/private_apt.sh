# Debian packages of another release, downloaded and unpacked into the cache. The system's own
# package state is only read: its mirror address and its keyring.

PRIVATE_APT_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror this machine is configured to use for its own Debian release.
debian_mirror() {
  local codename
  codename="$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-stable}")"
  apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE)' \
    'Created-By: Packages' 2>/dev/null |
    awk -v own="$codename" '
      $1 ~ /security/ { next }
      $2 == own || $2 == "stable" { print $1; found = 1; exit }
      { other = $1 }
      END { if (!found && other != "") print other }'
}

# private_apt SUITE APT_GET_ARGUMENTS...
private_apt() {
  local suite="$1" dir="$CACHE/apt/$1"
  shift
  apt-get -q -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State="$dir/state" -o Dir::State::status="$dir/status" -o Dir::Cache="$dir/cache" \
    -o APT::Sandbox::User= -o APT::Update::Post-Invoke-Success= -o Acquire::Retries=3 \
    -o Acquire::Languages=none -o APT::Default-Release= "$@"
}

# Writes the private sources and fetches the lists, once a day.
private_apt_update() {
  local suite="$1" dir="$CACHE/apt/$1" mirror
  [[ -n "$(find "$dir/updated" -mmin -1440 2>/dev/null)" ]] && return 0
  mirror="$(debian_mirror)"
  if [[ -z "$mirror" || ! -f "$PRIVATE_APT_KEYRING" ]]; then
    echo "no Debian mirror or no $PRIVATE_APT_KEYRING on this system"
    return 1
  fi
  mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial"
  : >"$dir/status"
  local options="[signed-by=$PRIVATE_APT_KEYRING]"
  printf 'deb %s %s %s main\ndeb-src %s %s %s main\n' \
    "$options" "$mirror" "$suite" "$options" "$mirror" "$suite" >"$dir/sources.list"
  private_apt "$suite" update --error-on=any
  touch "$dir/updated"
}

# private_unpack SUITE DEST PACKAGE...: newest versions, unpacked as DEST. What is half done lies
# beside DEST, and is removed by the next try.
private_unpack() {
  local suite="$1" dest="$2" debs="$2.debs" deb
  shift 2
  private_apt_update "$suite"
  rm -rf "$debs" "$dest"
  mkdir -p "$debs" "$dest"
  (cd "$debs" && private_apt "$suite" download "$@")
  for deb in "$debs"/*.deb; do
    echo "unpacking ${deb##*/}"
    dpkg-deb -x "$deb" "$dest"
    rm -f "$deb"
  done
  rm -rf "$debs"
}

# private_source SUITE DEST SOURCE: a source package's upstream tree, unpacked as DEST.
private_source() {
  local suite="$1" dest="$2" source="$3" work="$2.source"
  private_apt_update "$suite"
  rm -rf "$work" "$dest"
  mkdir -p "$work" "$dest"
  (cd "$work" && private_apt "$suite" source --download-only "$source")
  tar -C "$dest" --strip-components=1 -xf "$(echo "$work/${source}"_*.orig.tar.*z*)"
  rm -rf "$work"
}
