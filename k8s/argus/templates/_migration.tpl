{{/* The container that brings a service's tables up to date. Takes root, name, is. */}}
{{- define "argus.migration" -}}
{{- $own := include "argus.settings" (dict "root" .root "name" .name) | fromYaml }}
{{- /* The image for GPUs needs none to migrate. */}}
{{- $image := include "argus.imageOf" (dict "root" .root "own" $own) }}
- name: {{ .name }}
  image: {{ $image | quote }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  args: [apps/{{ .name }}/dist/main.js, migrate]
  env:
    {{- include "argus.env" (dict "root" .root "is" .is) | nindent 4 }}
    {{- if .root.Values.database.separateMigrationUrl }}
    - { name: DATABASE_MIGRATION_URL_FILE, value: /secrets/database-migration-url }
    {{- end }}
  securityContext:
    {{- include "argus.containerSecurity" .root | nindent 4 }}
  resources:
    {{- toYaml .root.Values.migrations.resources | nindent 4 }}
  volumeMounts:
    - { name: {{ .name }}, mountPath: /secrets, readOnly: true }
    - { name: data, mountPath: /data }
    - { name: tmp, mountPath: /tmp }
    {{- if .root.Values.database.caSecret }}
    - { name: database-ca, mountPath: /database-ca, readOnly: true }
    {{- end }}
{{- end -}}
