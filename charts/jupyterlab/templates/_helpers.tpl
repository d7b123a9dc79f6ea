{{/* Every object is named after the release: <release>-<suffix>. The name of a workload may have 52 characters (its
     pods' labels carry the name and a hash, and end at 63). */}}
{{- define "jupyterlab.name" -}}
{{- if gt (len .Release.Name) 44 }}
{{- fail (printf "The release name %q has %d characters; JupyterLab needs one of at most 44." .Release.Name (len .Release.Name)) }}
{{- end }}
{{- .Release.Name }}
{{- end }}

{{- define "jupyterlab.selector" -}}
app.kubernetes.io/name: jupyterlab
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* The labels of a pod. The chart's version is not among them: a new chart alone must not restart a notebook. The last
     one is how the network policies on both ends of a connection know each other, see docs/blocks.md. */}}
{{- define "jupyterlab.podLabels" -}}
{{ include "jupyterlab.selector" . }}
app.kubernetes.io/version: {{ include "jupyterlab.tag" .root | quote }}
app.kubernetes.io/part-of: jupyterlab
{{- if and .root.Values.pool.enabled .root.Values.pool.release }}
dodas.io/uses-htcondor-pool: {{ .root.Values.pool.release }}
{{- end }}
{{- end }}

{{- define "jupyterlab.labels" -}}
{{ include "jupyterlab.selector" . }}
app.kubernetes.io/version: {{ include "jupyterlab.tag" .root | quote }}
app.kubernetes.io/part-of: jupyterlab
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* registry: where the image normally lives; a mirror given for everything goes before it. */}}
{{- define "jupyterlab.registry" -}}
{{- $registry := .registry }}
{{- with .root.Values.global }}{{ $registry = .imageRegistry | default $registry }}{{ end }}
{{- $registry }}
{{- end }}

{{/* PyTorch and TensorFlow have builds of their own for NVIDIA's GPUs; who asks for a GPU gets them. */}}
{{- define "jupyterlab.tag" -}}
{{- if and .Values.gpu (hasPrefix "nvidia.com/" .Values.gpuResource) (hasPrefix "20" .Values.image.tag) }}
{{- if eq .Values.image.name "jupyter/pytorch-notebook" }}cuda12-{{ end }}
{{- if eq .Values.image.name "jupyter/tensorflow-notebook" }}cuda-{{ end }}
{{- end }}
{{- .Values.image.tag }}
{{- end }}

{{- define "jupyterlab.image" -}}
{{ include "jupyterlab.registry" (dict "root" . "registry" .Values.image.registry) }}/{{ .Values.image.name }}:{{ include "jupyterlab.tag" . }}
{{- end }}

{{- define "jupyterlab.tokenSecret" -}}
{{ .Values.auth.tokenSecret | default (print .Release.Name "-token") }}
{{- end }}

{{/* The user of all Jupyter images: jovyan (1000) in the group users (100). Fits the Pod Security level "restricted". */}}
{{- define "jupyterlab.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 100
fsGroup: 100
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "jupyterlab.securityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where the pods may run and with which login their images are fetched; may be empty. */}}
{{- define "jupyterlab.placement" -}}
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
