# A wheel with all it needs inside, so nothing else is resolved and nothing is built.
python3 -m pip install --disable-pip-version-check --no-cache-dir --no-deps --only-binary=:all: --retries=2 --timeout=20 \
  --target=/opt/htcondor/python "htcondor==$HTCONDOR_VERSION" || {
  echo "htcondor $HTCONDOR_VERSION could not be installed from $PIP_INDEX_URL: give a package index that can be reached (pool.python.indexUrl, pool.python.proxy), or do without the Python module (pool.python.enabled=false)." >&2
  exit 1
}
CONDOR_CONFIG=ONLY_ENV PYTHONPATH=/opt/htcondor/python python3 -c 'import htcondor2; print(htcondor2.version())'
