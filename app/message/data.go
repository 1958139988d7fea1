package message

import (
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// words returns what is put into the entries of the catalogue, written as its
// language does.
func (c *catalogue) words(data connector.Data) map[string]string {
	written := make(map[string]string, len(data))
	for name, value := range data {
		written[name] = c.value(value)
	}
	return written
}

func (c *catalogue) value(value any) string {
	if err, is := value.(error); is { // of the system: Windows says whole sentences, which become part of ours
		return strings.TrimSuffix(err.Error(), ".")
	}
	if n, ok := whole(value); ok {
		return c.numbers.Sprintf("%d", n)
	}
	switch v := value.(type) {
	case string:
		return v
	case connector.Message:
		return c.text(v.ID, v.Data)
	case time.Time:
		return Moment(v.Local())
	case time.Duration:
		return Duration(v)
	case []string:
		return c.list(v)
	case []connector.Message:
		items := make([]string, len(v))
		for i, m := range v {
			items[i] = c.text(m.ID, m.Data)
		}
		return c.list(items)
	case fmt.Stringer: // a connector.Date, a connector.Size, a secret that prints as such
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

func whole(value any) (n int64, ok bool) {
	switch v := value.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	default:
		return 0, false
	}
}

// list is "a", "a and b", "a, b and c".
func (c *catalogue) list(items []string) string {
	switch last := len(items) - 1; {
	case last < 0:
		return ""
	case last == 0:
		return items[0]
	default:
		return c.text("list.and", connector.Data{"First": strings.Join(items[:last], ", "), "Last": items[last]})
	}
}
