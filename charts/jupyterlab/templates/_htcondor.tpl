{{/* The notebook as a client of an HTCondor pool. No public notebook image has HTCondor's tools, so they are brought in
     when the pod starts, in the pool's own version: the commands from the pool's submit image (a mirror of the registry
     is all they need), the Python module from a package index. Both go to a folder that lives as long as the pod. */}}

{{- define "jupyterlab.pool.check" -}}
{{- if and .Values.pool.enabled (not (and .Values.pool.host .Values.pool.schedd .Values.pool.tokenSecret)) }}
{{- fail "A notebook that uses an HTCondor pool needs pool.host, pool.schedd and pool.tokenSecret: connect it to an HTCondor block, or give all three." }}
{{- end }}
{{- end }}

{{- define "jupyterlab.pool.initContainers" -}}
{{- if and .Values.pool.python.enabled .Values.networkPolicy.enabled (not .Values.networkPolicy.openEgress) }}
{{- fail "HTCondor's Python module is installed from a package index, which networkPolicy.openEgress=false keeps out of reach: set pool.python.enabled to false." }}
{{- end }}
{{- if .Values.pool.commands.enabled }}
- name: htcondor-commands
  image: {{ include "jupyterlab.registry" (dict "root" . "registry" .Values.pool.commands.registry) }}/htcondor/submit:{{ .Values.pool.version }}-el9
  {{- include "jupyterlab.pool.initContainer" . | nindent 2 }}
  command: ["/bin/bash", "-eu", "/scripts/copy-commands.sh"]
  volumeMounts:
  - {name: htcondor, mountPath: /opt/htcondor}
  - {name: htcondor-scripts, mountPath: /scripts, readOnly: true}
{{- end }}
- name: htcondor-client
  image: {{ include "jupyterlab.image" . }}
  {{- include "jupyterlab.pool.initContainer" . | nindent 2 }}
  # Replaces the image's own entry point: nothing of a notebook is to be started here.
  command: ["/bin/bash", "-eu", "/scripts/install-client.sh"]
  env:
  - {name: HOME, value: /tmp}
  {{- if .Values.pool.python.enabled }}
  - {name: HTCONDOR_VERSION, value: {{ .Values.pool.version | quote }}}
  - {name: PIP_INDEX_URL, value: {{ .Values.pool.python.indexUrl | quote }}}
  {{- with .Values.pool.python.proxy }}
  - {name: PIP_PROXY, value: {{ . | quote }}}
  {{- end }}
  {{- end }}
  volumeMounts:
  - {name: htcondor, mountPath: /opt/htcondor}
  - {name: htcondor-token, mountPath: /run/htcondor}
  - {name: htcondor-secret, mountPath: /secret/htcondor, readOnly: true}
  - {name: htcondor-scripts, mountPath: /scripts, readOnly: true}
{{- end }}

{{- define "jupyterlab.pool.initContainer" -}}
imagePullPolicy: {{ .Values.image.pullPolicy }}
# What went wrong is shown with the pod, not only in its log.
terminationMessagePolicy: FallbackToLogsOnError
securityContext: {{- include "jupyterlab.securityContext" . | nindent 2 }}
resources:
  requests: {cpu: 100m, memory: 128Mi}
  limits: {cpu: "1", memory: 512Mi}
{{- end }}

{{- define "jupyterlab.pool.env" -}}
- {name: CONDOR_CONFIG, value: ONLY_ENV}
- {name: _CONDOR_CONDOR_HOST, value: {{ .Values.pool.host | quote }}}
- {name: _CONDOR_COLLECTOR_HOST, value: "{{ .Values.pool.host }}:{{ .Values.pool.port }}"}
- {name: _CONDOR_SCHEDD_HOST, value: {{ .Values.pool.schedd | quote }}}
# What has to be authenticated and encrypted, the pool says.
- {name: _CONDOR_SEC_CLIENT_AUTHENTICATION, value: OPTIONAL}
- {name: _CONDOR_SEC_CLIENT_ENCRYPTION, value: OPTIONAL}
- {name: _CONDOR_SEC_CLIENT_INTEGRITY, value: OPTIONAL}
- {name: _CONDOR_SEC_CLIENT_AUTHENTICATION_METHODS, value: IDTOKENS}
- {name: _CONDOR_SEC_TOKEN_DIRECTORY, value: /run/htcondor/tokens.d}
# condor_q would look for jobs of "jovyan"; in the queue they belong to whoever the token says.
- {name: _CONDOR_CONDOR_Q_ONLY_MY_JOBS, value: "False"}
{{- end }}

{{- define "jupyterlab.pool.mounts" -}}
- {name: htcondor, mountPath: /opt/htcondor, readOnly: true}
- {name: htcondor-token, mountPath: /run/htcondor}
# The image sources what lies in this folder before it starts the server; it puts the tools on the paths.
- {name: htcondor-scripts, mountPath: /usr/local/bin/before-notebook.d/50-htcondor.sh, subPath: environment.sh, readOnly: true}
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
- name: htcondor-scripts
  configMap:
    name: {{ .Release.Name }}-htcondor
{{- end }}
