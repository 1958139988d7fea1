package configuration

import (
	"encoding/json"
	"reflect"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// required are the keys that an entry of a section needs.
var required = map[string][]string{
	"schedules": {"name"}, "connections": {"name"}, "prices": {"sku", "amount", "currency"},
	"commitments": {"sku", "units", "until"}, "ownNames": {"sku", "name"}, "views": {"name", "list"},
	"exports": {"view", "folder", "format"}, "central": {"server", "database", "user"}, "channels": {"name"},
}

// Schema returns the JSON Schema (draft 2020-12, json-schema.org) of a file, for editors.
// words are those that a key may have, by section and key, such as "exports.format".
func Schema(words map[string][]string) map[string]any {
	schema := schemaOf(reflect.TypeFor[File](), "", words)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "Inventory Beacon"
	return schema
}

func schemaOf(t reflect.Type, path string, words map[string][]string) map[string]any {
	if known, isWord := words[path]; isWord {
		return map[string]any{"enum": known}
	}
	switch t {
	case reflect.TypeFor[schedule.TimeOfDay]():
		return map[string]any{"type": "string", "pattern": `^\d{1,2}:\d{2}$`}
	case reflect.TypeFor[schedule.Weekdays]():
		return map[string]any{"type": "string"}
	case reflect.TypeFor[MonthDay]():
		return map[string]any{"anyOf": []any{
			map[string]any{"type": "integer", "minimum": 1, "maximum": 31}, map[string]any{"const": "last"},
		}}
	case reflect.TypeFor[connector.Date]():
		return map[string]any{"type": "string", "format": "date"}
	case reflect.TypeFor[json.Number]():
		return map[string]any{"type": []string{"number", "string"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), path, words)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), path, words)}
	case reflect.Struct:
		properties := map[string]any{}
		for _, f := range fieldsOf(reflect.New(t).Elem()) {
			properties[f.key] = schemaOf(f.value.Type(), strings.TrimPrefix(path+"."+f.key, "."), words)
		}
		schema := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
		if needed := required[path]; needed != nil {
			schema["required"] = needed
		}
		return schema
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	default:
		return map[string]any{"type": "integer"}
	}
}
