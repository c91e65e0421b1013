{{/* Requests and limits of a service; those of vision follow its workers, and its GPU. Takes (dict "own" SETTINGS). */}}
{{- define "argus.resources" -}}
{{- $resources := .own.resources -}}
{{- if and .own.workers (not $resources) -}}
{{- $memory := printf "%dMi" (add 300 (mul 250 (int .own.workers))) -}}
{{- $resources = dict "requests" (dict "cpu" (printf "%d" (int .own.workers)) "memory" $memory) "limits" (dict "memory" $memory) -}}
{{- end -}}
{{- if and .own.gpu .own.gpu.enabled -}}
{{- $gpu := dict .own.gpu.resourceName (int .own.gpu.count) -}}
{{- $resources = merge (dict "requests" $gpu "limits" $gpu) $resources -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}
