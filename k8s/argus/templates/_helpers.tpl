{{- define "argus.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels of an object. Takes (dict "root" $ "component" NAME). No version: selectors must never change. */}}
{{- define "argus.labels" -}}
{{ include "argus.selector" . }}
app.kubernetes.io/part-of: argus
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "argus.selector" -}}
app.kubernetes.io/name: argus
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* What a service is: which have tables, which seal, who serves clients, who keeps the broker. A test compares it with the code. */}}
{{- define "argus.catalogue" -}}
auth-gateway: { tables: true, seals: false, clients: true }
attendance: { tables: true, seals: true }
calibration: { tables: true, seals: true }
equipment: { tables: true, seals: true }
identity: { tables: true, seals: true, keeper: true }
telemetry: { tables: true, seals: true }
vision: { tables: true, seals: true }
{{- end -}}

{{/* The block of a service over the block of all. Takes (dict "root" $ "name" NAME). */}}
{{- define "argus.settings" -}}
{{- $own := deepCopy (default dict (index .root.Values.services .name)) -}}
{{- toYaml (mergeOverwrite (deepCopy .root.Values.defaults) $own) -}}
{{- end -}}

{{/* Takes (dict "root" $ "image" IMAGE); what an image does not say, the common one does. */}}
{{- define "argus.image" -}}
{{- $common := .root.Values.image -}}
{{- $registry := default $common.registry .image.registry -}}
{{- $repository := default $common.repository .image.repository -}}
{{- $place := ternary (printf "%s/%s" $registry $repository) $repository (ne $registry "") -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $place .image.digest -}}
{{- else if and (not .image.tag) (eq $repository $common.repository) $common.digest -}}
{{- printf "%s@%s" $place $common.digest -}}
{{- else -}}
{{- printf "%s:%s" $place (default (default .root.Chart.AppVersion $common.tag) .image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The image of a service. Takes (dict "root" $ "own" SETTINGS). */}}
{{- define "argus.imageOf" -}}
{{- $image := default dict .own.image -}}
{{- if and .own.gpu .own.gpu.enabled -}}
{{- $image = merge (dict "repository" $image.gpuRepository) $image -}}
{{- end -}}
{{- include "argus.image" (dict "root" .root "image" $image) -}}
{{- end -}}

{{- define "argus.secret" -}}
{{- printf "%s-%s" (default (include "argus.fullname" .root) .root.Values.secrets.prefix) .name -}}
{{- end -}}

{{- define "argus.natsUrl" -}}
{{- if .Values.nats.url -}}
{{- .Values.nats.url -}}
{{- else -}}
{{- printf "%s://%s-nats:4222" (ternary "tls" "nats" (ne .Values.nats.tlsSecret "")) (include "argus.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/* The Secret with the authority of the broker's certificate; empty without one. */}}
{{- define "argus.natsCa" -}}
{{- default (ternary .Values.nats.tlsSecret "" .Values.nats.enabled) .Values.nats.caSecret -}}
{{- end -}}

{{- define "argus.streamReplicas" -}}
{{- $own := ternary (ternary 3 1 (ge (int .Values.nats.servers) 3)) 1 .Values.nats.enabled -}}
{{- default $own .Values.nats.streamReplicas -}}
{{- end -}}

{{- define "argus.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "argus.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Variables of all of a service's containers, migrations among them. Takes root, name, is (of the catalogue). */}}
{{- define "argus.env" -}}
- { name: DEPLOYMENT, value: cluster }
- { name: DATA_DIR, value: /data }
- { name: LOG_FORMAT, value: json }
{{- if .is.tables }}
- { name: DATABASE_URL_FILE, value: /secrets/database-url }
{{- end }}
{{- end -}}

{{/* Settings of all services and of this one, as variables. Takes root, own. */}}
{{- define "argus.chosen" -}}
{{- /* mergeOverwrite, since merge takes a 0 for nothing. */}}
{{- range $name, $value := mergeOverwrite (deepCopy .root.Values.settings) (deepCopy .own.settings) }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with .own.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "argus.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
