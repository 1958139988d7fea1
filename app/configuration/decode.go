package configuration

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// decoder puts YAML into structs by the names that these have in JSON, and takes nothing
// that it does not know. What it complains of quotes keys, never values: these may be
// secrets that stand where none belongs.
type decoder struct {
	file     string
	problems []Problem
}

func (d *decoder) place(node *yaml.Node) Place { return Place{d.file, node.Line, node.Column} }

func (d *decoder) complain(node *yaml.Node, m connector.Message) {
	d.problems = append(d.problems, Problem{d.place(node), m})
}

// value decodes a node. places takes where it stands, under the name path.
func (d *decoder) value(node *yaml.Node, into reflect.Value, places Places, path string) {
	if node.Kind == yaml.AliasNode {
		d.complain(node, connector.Message{ID: "configuration.alias"})
		return
	}
	if into.Kind() == reflect.Pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	switch read := into.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		d.scalar(node, into, func() bool { return read.UnmarshalText([]byte(node.Value)) == nil })
		return
	case json.Unmarshaler: // a date
		quoted, _ := json.Marshal(node.Value)
		d.scalar(node, into, func() bool { return node.Value != "" && read.UnmarshalJSON(quoted) == nil })
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.mapping(node, into, places, path)
	case reflect.Slice:
		d.sequence(node, into)
	case reflect.String:
		number := into.Type() == reflect.TypeFor[json.Number]()
		d.scalar(node, into, func() bool {
			into.SetString(node.Value)
			return node.Tag == "!!str" || number && (node.Tag == "!!int" || node.Tag == "!!float")
		})
	case reflect.Bool:
		d.scalar(node, into, func() bool {
			into.SetBool(node.Value == "true")
			return node.Tag == "!!bool" && (node.Value == "true" || node.Value == "false")
		})
	default: // a whole number
		d.scalar(node, into, func() bool {
			n, err := strconv.ParseInt(node.Value, 10, into.Type().Bits())
			into.SetInt(n)
			return node.Tag == "!!int" && err == nil
		})
	}
}

func (d *decoder) scalar(node *yaml.Node, into reflect.Value, read func() bool) {
	if node.Kind != yaml.ScalarNode || node.Tag == "!!null" || !read() {
		d.complain(node, connector.Message{ID: "configuration.kind", Data: connector.Data{"Kind": kindOf(into.Type())}})
	}
}

func (d *decoder) sequence(node *yaml.Node, into reflect.Value) {
	if node.Kind != yaml.SequenceNode {
		d.complain(node, connector.Message{ID: "configuration.kind", Data: connector.Data{"Kind": kindOf(into.Type())}})
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(node.Content), len(node.Content)))
	for i, element := range node.Content {
		d.value(element, into.Index(i), nil, "")
	}
}

func (d *decoder) mapping(node *yaml.Node, into reflect.Value, places Places, path string) {
	if node.Kind != yaml.MappingNode {
		d.complain(node, connector.Message{ID: "configuration.kind", Data: connector.Data{"Kind": kindOf(into.Type())}})
		return
	}
	if at := into.FieldByName("At"); at.IsValid() { // an entry keeps its places itself
		places, path = Places{"": d.place(node)}, ""
		at.Set(reflect.ValueOf(places))
	}
	fields := fieldsOf(into)
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := slices.IndexFunc(fields, func(f field) bool { return f.key == key.Value })
		switch {
		case key.Tag == "!!merge" || key.Kind == yaml.AliasNode:
			d.complain(key, connector.Message{ID: "configuration.alias"})
		case at < 0 || key.Kind != yaml.ScalarNode:
			d.complain(key, unknownKey(key.Value, fields))
		case seen[key.Value]:
			d.complain(key, connector.Message{ID: "configuration.key-twice", Data: connector.Data{"Key": key.Value}})
		default:
			seen[key.Value] = true
			inner := strings.TrimPrefix(path+"."+key.Value, ".")
			if places != nil {
				places[inner] = d.place(value)
			}
			d.value(value, fields[at].value, places, inner)
		}
	}
}

// unknownKey says which keys there are, and of a secret how it is given.
func unknownKey(key string, fields []field) connector.Message {
	var known []string
	for _, f := range fields {
		known = append(known, f.key)
	}
	if slices.Contains(known, key+"File") {
		return connector.Message{ID: "configuration.secret.here", Data: connector.Data{"Key": key}}
	}
	return connector.Message{ID: "configuration.unknown-key", Data: connector.Data{"Key": shortened(key), "Known": known}}
}

// shortened keeps what stands in the place of a key, such as a text without quotation
// marks, from filling the screen.
func shortened(key string) string {
	const most = 40
	if letters := []rune(key); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return key
}

// field is one that a mapping may have.
type field struct {
	key   string
	value reflect.Value
}

// fieldsOf are the fields of a struct in their order, those of embedded ones among them.
func fieldsOf(of reflect.Value) (fields []field) {
	for i := range of.NumField() {
		key, _, _ := strings.Cut(of.Type().Field(i).Tag.Get("json"), ",")
		switch {
		case of.Type().Field(i).Anonymous:
			fields = append(fields, fieldsOf(of.Field(i))...)
		case key != "" && key != "-":
			fields = append(fields, field{key, of.Field(i)})
		}
	}
	return fields
}

// kindOf says what a value has to be.
func kindOf(t reflect.Type) connector.Message {
	switch t {
	case reflect.TypeFor[schedule.TimeOfDay]():
		return connector.Message{ID: "configuration.note.time"}
	case reflect.TypeFor[schedule.Weekdays]():
		return connector.Message{ID: "configuration.note.weekdays"}
	case reflect.TypeFor[MonthDay]():
		return connector.Message{ID: "configuration.note.day"}
	case reflect.TypeFor[connector.Date]():
		return connector.Message{ID: "configuration.note.date"}
	case reflect.TypeFor[json.Number]():
		return connector.Message{ID: "configuration.note.amount"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return connector.Message{ID: "configuration.note.mapping"}
	case reflect.Slice:
		return connector.Message{ID: "configuration.note.list"}
	case reflect.String:
		return connector.Message{ID: "configuration.note.text"}
	case reflect.Bool:
		return connector.Message{ID: "configuration.note.boolean"}
	default:
		return connector.Message{ID: "configuration.note.number"}
	}
}
