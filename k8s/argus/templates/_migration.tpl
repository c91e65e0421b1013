{{/* The container that brings a service's tables up to date; the common image has all services. Takes root, name, is. */}}
{{- define "argus.migration" -}}
- name: {{ .name }}
  image: {{ include "argus.image" (dict "root" .root "image" dict) | quote }}
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
