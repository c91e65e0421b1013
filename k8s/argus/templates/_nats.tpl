{{/* The configuration of the chart's NATS. Who may do what is in the Secret of the broker, made from the code. An include is looked for from the folder of this file. */}}
{{- define "argus.natsConfig" -}}
{{- $name := printf "%s-nats" (include "argus.fullname" .) -}}
{{- $tls := "tls { cert_file: /etc/nats-tls/tls.crt, key_file: /etc/nats-tls/tls.key, ca_file: /etc/nats-tls/ca.crt }" -}}
port: 4222
http: "0.0.0.0:8222"
pid_file: /tmp/nats.pid
lame_duck_duration: 30s
lame_duck_grace_period: 5s
max_payload: 32MB
max_pending: 256MB
jetstream { store_dir: /store }
include "../nats-users/auth.conf"
{{- if .Values.nats.tlsSecret }}
{{ $tls }}
{{- end }}
{{- if .Values.nats.mqtt.enabled }}
mqtt { port: 8883, {{ $tls }} }
{{- end }}
{{- if gt (int .Values.nats.servers) 1 }}
cluster {
  name: {{ $name }}
  port: 6222
  # Only servers of this chart join. Addresses with the password come from the environment.
  authorization { user: route, password: $ROUTE_PASSWORD, timeout: 5 }
  {{- if .Values.nats.tlsSecret }}
  {{ $tls }}
  {{- end }}
  routes: [
    {{- range $index := until (int .Values.nats.servers) }}
    $ROUTE_{{ $index }}
    {{- end }}
  ]
}
{{- end }}
{{- end -}}
