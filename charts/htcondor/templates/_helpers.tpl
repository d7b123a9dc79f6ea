{{/* Every object is named after the release: <release>-<suffix>. The longest suffix is "-execute", and the name of a
     workload may have 52 characters (its pods' labels carry the name and a hash, and end at 63). */}}
{{- define "htcondor.name" -}}
{{- if gt (len .Release.Name) 44 }}
{{- fail (printf "The release name %q has %d characters; HTCondor needs one of at most 44." .Release.Name (len .Release.Name)) }}
{{- end }}
{{- .Release.Name }}
{{- end }}

{{- define "htcondor.selector" -}}
app.kubernetes.io/name: htcondor
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* The labels of a pod. The chart's version is not among them: a new chart alone must not restart what runs. */}}
{{- define "htcondor.podLabels" -}}
{{ include "htcondor.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.version | quote }}
app.kubernetes.io/part-of: htcondor
{{- with include "htcondor.pool" .root }}
dodas.io/uses-htcondor-pool: {{ . }}
{{- end }}
{{- end }}

{{- define "htcondor.labels" -}}
{{ include "htcondor.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.version | quote }}
app.kubernetes.io/part-of: htcondor
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* The release whose pool these pods belong to: our own, or the one we join; empty for a pool outside the cluster. It is
     the value of the label by which the network policies on both ends of a connection know each other, see
     docs/blocks.md. */}}
{{- define "htcondor.pool" -}}
{{- if eq .Values.mode "full" }}{{ .Release.Name }}{{ else }}{{ .Values.pool.release }}{{ end }}
{{- end }}

{{- define "htcondor.host" -}}
{{- if eq .Values.mode "full" }}{{ .Release.Name }}-cm.{{ .Release.Namespace }}.svc{{ else }}{{ .Values.pool.host }}{{ end }}
{{- end }}

{{/* The domain of every identity in the pool, and the issuer of its tokens. */}}
{{- define "htcondor.trustDomain" -}}
{{- if eq .Values.mode "full" }}{{ .Release.Name }}.{{ .Release.Namespace }}
{{- else }}{{ .Values.pool.trustDomain | default .Values.pool.host }}{{ end }}
{{- end }}

{{/* The queue's name in the pool. With an "@" HTCondor takes it as it is and asks no name server. */}}
{{- define "htcondor.schedd" -}}
queue@{{ .Release.Name }}-submit.{{ .Release.Namespace }}.svc
{{- end }}

{{- define "htcondor.image" -}}
{{- $registry := .root.Values.image.registry }}
{{- with .root.Values.global }}{{ $registry = .imageRegistry | default $registry }}{{ end }}
{{- printf "%s/htcondor/%s:%s-el9" $registry .role .root.Values.image.version }}
{{- end }}

{{/* Where the pods may run and with which login their images are fetched; may be empty. */}}
{{- define "htcondor.placement" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
- name: {{ . }}
{{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}

{{/* A memory quantity in MiB. */}}
{{- define "htcondor.mebibytes" -}}
{{- if hasSuffix "Ti" . }}{{ mul (trimSuffix "Ti" . | int64) 1048576 }}
{{- else if hasSuffix "Gi" . }}{{ mul (trimSuffix "Gi" . | int64) 1024 }}
{{- else }}{{ trimSuffix "Mi" . | int64 }}{{ end }}
{{- end }}

{{/* What one worker offers to jobs: whole cores, at least one, never more than its container has (rounded down). */}}
{{- define "htcondor.slotCpus" -}}
{{- $cpu := .Values.execute.cpu }}
{{- if hasSuffix "m" $cpu }}{{ max 1 (div (trimSuffix "m" $cpu | int64) 1000) }}
{{- else }}{{ max 1 ($cpu | float64 | floor | int64) }}{{ end }}
{{- end }}

{{/* What one worker offers to jobs: its container's memory less 256 MiB for HTCondor's own processes. */}}
{{- define "htcondor.slotMemory" -}}
{{- $all := include "htcondor.mebibytes" .Values.execute.memory | int64 }}
{{- if lt $all 512 }}
{{- fail (printf "execute.memory is %s; a worker needs at least 512Mi, because HTCondor itself takes 256Mi of it." .Values.execute.memory) }}
{{- end }}
{{- sub $all 256 }}
{{- end }}

{{/* The image's start script and supervisord run as root and the daemons change to the job's user, so the pods cannot
     run as an ordinary user. They keep only what that takes; all of it is within the Pod Security level "baseline". */}}
{{- define "htcondor.securityContext" -}}
runAsUser: 0
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
  add: [CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* The image's own start, with the daemons' logs shown in the pod's log as well. */}}
{{- define "htcondor.command" -}}
command: ["/bin/bash", "-euc"]
args:
- |
  {{- with .before }}
  {{- . | nindent 2 }}
  {{- end }}
  tail --lines=+1 --follow=name --retry {{ range .logs }}/var/log/condor/{{ . }} {{ end }}2>/dev/null &
  exec /bin/bash /start.sh
{{- end }}
