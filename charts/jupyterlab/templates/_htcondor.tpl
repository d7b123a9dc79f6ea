{{/* The notebook as a client of an HTCondor pool. No public notebook image has HTCondor's tools, so they are brought in
     when the pod starts, in the pool's own version: the commands from the pool's submit image (a mirror of the registry
     is all they need), the Python module from a package index. Both go to a folder that lives as long as the pod. */}}

{{- define "jupyterlab.pool.check" -}}
{{- if .Values.pool.enabled }}
{{- if not (and .Values.pool.host .Values.pool.schedd .Values.pool.tokenSecret) }}
{{- fail "A notebook that uses an HTCondor pool needs pool.host, pool.schedd and pool.tokenSecret: connect it to an HTCondor block, or give all three." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "jupyterlab.pool.initContainers" -}}
{{- $pool := .Values.pool }}
{{- if $pool.commands.enabled }}
- name: htcondor-commands
  image: {{ include "jupyterlab.registry" (dict "root" . "registry" $pool.commands.registry) }}/htcondor/submit:{{ $pool.version }}-el9
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: ["/bin/bash", "-euc"]
  args:
  - |
{{ .Files.Get "files/copy-commands.sh" | indent 4 }}
  securityContext: {{- include "jupyterlab.securityContext" . | nindent 4 }}
  resources:
    requests: {cpu: 100m, memory: 128Mi}
    limits: {cpu: "1", memory: 512Mi}
  volumeMounts:
  - {name: htcondor, mountPath: /opt/htcondor}
{{- end }}
- name: htcondor-python
  image: {{ include "jupyterlab.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  # Replaces the image's own entry point: nothing of a notebook is to be started here.
  command: ["/bin/bash", "-euc"]
  args:
  - |
    # HTCondor wants tokens in a folder that only their owner can read; a Secret's files belong to root.
    install --directory --mode=0700 /run/htcondor/tokens.d
    install --mode=0600 /secret/htcondor/token /run/htcondor/tokens.d/pool
    {{- if $pool.python.enabled }}
    python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps --only-binary=:all: \
      --target=/opt/htcondor/python "htcondor==$HTCONDOR_VERSION"
    PYTHONPATH=/opt/htcondor/python CONDOR_CONFIG=ONLY_ENV python3 -c 'import htcondor2; print(htcondor2.version())'
    {{- end }}
  env:
  - {name: HOME, value: /tmp}
  {{- if $pool.python.enabled }}
  - {name: HTCONDOR_VERSION, value: {{ $pool.version | quote }}}
  - {name: PIP_INDEX_URL, value: {{ $pool.python.indexUrl | quote }}}
  {{- with $pool.python.proxy }}
  - {name: PIP_PROXY, value: {{ . | quote }}}
  {{- end }}
  {{- end }}
  securityContext: {{- include "jupyterlab.securityContext" . | nindent 4 }}
  resources:
    requests: {cpu: 100m, memory: 128Mi}
    limits: {cpu: "1", memory: 512Mi}
  volumeMounts:
  - {name: htcondor, mountPath: /opt/htcondor}
  - {name: htcondor-token, mountPath: /run/htcondor}
  - {name: htcondor-secret, mountPath: /secret/htcondor, readOnly: true}
{{- end }}

{{- define "jupyterlab.pool.env" -}}
{{- $pool := .Values.pool }}
- {name: CONDOR_CONFIG, value: ONLY_ENV}
- {name: _CONDOR_CONDOR_HOST, value: {{ $pool.host | quote }}}
- {name: _CONDOR_COLLECTOR_HOST, value: "{{ $pool.host }}:{{ $pool.port }}"}
- {name: _CONDOR_SCHEDD_HOST, value: {{ $pool.schedd | quote }}}
- {name: _CONDOR_SEC_CLIENT_AUTHENTICATION_METHODS, value: IDTOKENS}
- {name: _CONDOR_SEC_TOKEN_DIRECTORY, value: /run/htcondor/tokens.d}
{{- if $pool.commands.enabled }}
- {name: PATH, value: "/opt/conda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/htcondor/bin"}
{{- end }}
{{- if $pool.python.enabled }}
- {name: PYTHONPATH, value: /opt/htcondor/python}
{{- end }}
{{- end }}

{{- define "jupyterlab.pool.mounts" -}}
- {name: htcondor, mountPath: /opt/htcondor, readOnly: true}
- {name: htcondor-token, mountPath: /run/htcondor}
{{- end }}

{{- define "jupyterlab.pool.volumes" -}}
- name: htcondor
  emptyDir:
    sizeLimit: 1Gi
- name: htcondor-token
  emptyDir:
    medium: Memory
    sizeLimit: 1Mi
- name: htcondor-secret
  secret:
    secretName: {{ .Values.pool.tokenSecret }}
    defaultMode: 0440
    items:
    - {key: token, path: token}
{{- end }}
