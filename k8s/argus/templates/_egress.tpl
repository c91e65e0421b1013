{{- define "argus.egressDns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns.to | nindent 4 }}
  ports:
    - { protocol: UDP, port: {{ .Values.networkPolicy.dns.port }} }
    - { protocol: TCP, port: {{ .Values.networkPolicy.dns.port }} }
{{- end -}}

{{- define "argus.egressDatabase" -}}
- ports:
    {{- range .Values.networkPolicy.database.ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
  {{- with .Values.networkPolicy.database.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "argus.egressNats" -}}
- ports:
    - { protocol: TCP, port: {{ ternary 4222 .Values.networkPolicy.nats.port .Values.nats.enabled }} }
  {{- if .Values.nats.enabled }}
  to:
    - podSelector:
        matchLabels:
          {{- include "argus.selector" (dict "root" $ "component" "nats") | nindent 10 }}
  {{- else if .Values.networkPolicy.nats.to }}
  to:
    {{- toYaml .Values.networkPolicy.nats.to | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "argus.egressCollector" -}}
{{- with .Values.networkPolicy.collector.to }}
- ports:
    - { protocol: TCP, port: {{ $.Values.networkPolicy.collector.port }} }
  to:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end -}}
