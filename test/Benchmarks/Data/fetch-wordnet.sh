#!/usr/bin/env sh
# Fetches WordNet's glosses from Debian into the temporary folder, where the benchmark of linear models finds them. They are not part of this repository.
set -e
folder="${TMPDIR:-/tmp}/mlq-wordnet"
mkdir -p "$folder"
cd "$folder"
apt-get download wordnet-base
dpkg-deb -x wordnet-base_*.deb .
ls usr/share/wordnet/data.noun
